// How often what Cairn prints at 95% holds, by simulation: the claims of statistics.md
// section 0. The interval of a score against the true one, beside the two that are
// usually printed (2); the rerun band against a second run (3); the interval of a
// difference against the true one, and how often the paired test finds a difference
// where there is none (7). Run: build/tests/bench/cairn_coverage [DRAWS]
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "runtime/stats/interval.h"
#include "runtime/stats/paired.h"
#include "runtime/stats/tally.h"

using namespace cairn;

namespace {

struct Case {
  std::size_t groups = 10, items = 1, samples = 1;  // Items of a group, samples of an item.
  double share = 0.5;                               // The true score.
  double spread = 2;  // Of Beta: small means that items differ much from each other.
};

// 16 cases of single samples, 16 of five samples, 9 of five items a group, each
// of five samples.
std::vector<Case> cases() {
  std::vector<Case> all;
  for (const std::size_t samples : {1U, 5U})
    for (const std::size_t items : {20U, 50U, 100U, 200U})
      for (const double share : {0.5, 0.8, 0.9, 0.97}) all.push_back({items, 1, samples, share});
  for (const std::size_t groups : {20U, 50U, 100U})
    for (const double share : {0.5, 0.8, 0.9}) all.push_back({groups, 5, 5, share});
  return all;
}

// Difficulties of items, and samples that pass by them.
class Chance {
 public:
  double beta(const Case& of) {
    std::gamma_distribution<double> a(of.share * of.spread);
    std::gamma_distribution<double> b((1 - of.share) * of.spread);
    const double x = a(random_), y = b(random_);
    return x + y > 0 ? x / (x + y) : of.share;
  }
  bool passes(double difficulty) { return std::bernoulli_distribution(difficulty)(random_); }
  double item_mean(double difficulty, std::size_t samples) {
    double passed = 0;
    for (std::size_t i = 0; i < samples; ++i) passed += passes(difficulty) ? 1 : 0;
    return passed / static_cast<double>(samples);
  }

 private:
  std::mt19937_64 random_{20241124};
};

Group group_of(const Case& one, std::size_t group) {
  return one.items > 1 ? static_cast<Group>(group) : alone;
}

bool holds(const Interval& interval, double share) {
  return interval.low <= share && share <= interval.high;
}

struct Range {
  double low = 1, high = 0, sum = 0;
  std::size_t cases = 0;
  void add(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
    sum += value;
    ++cases;
  }
  double mean() const { return sum / static_cast<double>(cases); }
};

// --- a score -----------------------------------------------------------------------

Estimate drawn_score(const Case& one, Chance& chance) {
  Moments moments;
  for (std::size_t group = 0; group < one.groups; ++group) {
    const double difficulty = chance.beta(one);
    for (std::size_t item = 0; item < one.items; ++item)
      moments.add(chance.item_mean(difficulty, one.samples), group_of(one, group));
  }
  return moments.estimate();
}

void intervals_of_scores(double draws) {
  Range ours, t_alone, over_samples;
  fmt::print("groups  items  samples  score   cairn  t alone  Wilson over all samples\n");
  for (const auto& one : cases()) {
    Chance chance;
    const auto samples = static_cast<double>(one.groups * one.items * one.samples);
    double in_ours = 0, in_t = 0, in_samples = 0;
    for (double i = 0; i < draws; ++i) {
      const auto seen = drawn_score(one, chance);
      in_ours += holds(*interval_of(seen), one.share) ? 1 : 0;
      in_t += holds(*t_interval(seen), one.share) ? 1 : 0;
      in_samples += holds(wilson(seen.mean, samples, normal_quantile), one.share) ? 1 : 0;
    }
    ours.add(in_ours / draws);
    t_alone.add(in_t / draws);
    over_samples.add(in_samples / draws);
    fmt::print("{:6} {:6} {:8} {:6.2f} {:6.1f}% {:7.1f}% {:8.1f}%\n", one.groups, one.items,
               one.samples, one.share, 100 * in_ours / draws, 100 * in_t / draws,
               100 * in_samples / draws);
  }
  fmt::print("over {} cases: cairn {:.0f}-{:.0f}%, t alone {:.0f}% at worst, Wilson {:.0f}%\n",
             cases().size(), 100 * ours.low, 100 * ours.high, 100 * t_alone.low,
             100 * over_samples.low);
}

// --- the rerun band ----------------------------------------------------------------

// A run of one check over these items; every other of them has one sample alone if
// `half_single`.
Summary drawn_run(const Plan& plan, const std::vector<double>& difficulties, std::size_t samples,
                  bool half_single, Chance& chance) {
  Tally tally(plan, {});
  ScoredItem item;
  for (std::size_t i = 0; i < difficulties.size(); ++i) {
    item.index = i;
    item.id = item.group = std::to_string(i);
    item.samples.assign(half_single && i % 2 == 1 ? 1 : samples, {});
    for (auto& sample : item.samples) {
      const bool passed = chance.passes(difficulties[i]);
      sample.checks.push_back({.outcome = Scored{passed ? 1.0 : 0.0, passed, {}}});
    }
    tally.add(item);
  }
  return tally.finish();
}

double band_holds(const Plan& plan, const Case& one, bool half_single, double draws) {
  Chance chance;
  double held = 0;
  for (double i = 0; i < draws; ++i) {
    std::vector<double> difficulties(one.groups);
    for (auto& difficulty : difficulties) difficulty = chance.beta(one);
    const auto first = drawn_run(plan, difficulties, one.samples, half_single, chance);
    const auto second = drawn_run(plan, difficulties, one.samples, half_single, chance);
    held += std::abs(*first.score - *second.score) <= *first.rerun_band + 1e-12 ? 1 : 0;
  }
  return held / draws;
}

void rerun_bands(double draws) {
  Plan plan;
  plan.eval.heading.name = "bench";
  plan.checks.emplace_back();
  plan.checks.back().check.heading.name = "check";
  Range range;
  fmt::print("\n items  samples  score  a second run is within the band of the first\n");
  for (const bool half_single : {false, true})
    for (const std::size_t samples : {2U, 5U})
      for (const std::size_t items : {20U, 50U, 200U})
        for (const double share : {0.5, 0.8, 0.95}) {
          const double held = band_holds(plan, {items, 1, samples, share}, half_single, draws);
          range.add(held);
          fmt::print("{:6} {:8} {:6.2f} {:6.1f}%{}\n", items, samples, share, 100 * held,
                     half_single ? "  (half of the items with one sample)" : "");
        }
  fmt::print("over {} cases: {:.0f}-{:.0f}%, {:.1f}% on average\n", range.cases, 100 * range.low,
             100 * range.high, 100 * range.mean());
}

// --- two runs ----------------------------------------------------------------------

// The same items twice; the second time some of what failed passes.
std::vector<Pair> drawn_pairs(const Case& one, double mended, Chance& chance) {
  std::vector<Pair> pairs;
  for (std::size_t group = 0; group < one.groups; ++group) {
    const double before = chance.beta(one), after = before + mended * (1 - before);
    for (std::size_t item = 0; item < one.items; ++item)
      pairs.push_back({chance.item_mean(before, one.samples), chance.item_mean(after, one.samples),
                       group_of(one, group)});
  }
  return pairs;
}

void paired_tests(double draws) {
  constexpr double mended = 0.25;
  Range held_range, found_range;
  fmt::print("\ngroups  items  samples  score  interval holds the difference  p < 0.05 of none\n");
  for (const auto& one : cases()) {
    Chance chance;
    double held = 0, found = 0;
    for (double i = 0; i < draws; ++i) {
      const auto apart = paired_difference(drawn_pairs(one, mended, chance));
      held += holds(*apart.interval, mended * (1 - one.share)) ? 1 : 0;
      found += sign_flip_p(drawn_pairs(one, 0, chance)) < 0.05 ? 1 : 0;
    }
    held_range.add(held / draws);
    found_range.add(found / draws);
    fmt::print("{:6} {:6} {:8} {:6.2f} {:30.1f}% {:16.1f}%\n", one.groups, one.items, one.samples,
               one.share, 100 * held / draws, 100 * found / draws);
  }
  fmt::print("over {} cases: the interval holds {:.0f}-{:.0f}%, {:.1f}% on average; ",
             held_range.cases, 100 * held_range.low, 100 * held_range.high,
             100 * held_range.mean());
  fmt::print("found of nothing {:.1f}-{:.1f}%, {:.1f}% on average\n", 100 * found_range.low,
             100 * found_range.high, 100 * found_range.mean());
}

}  // namespace

int main(int count, char** arguments) {
  const double draws = count > 1 ? std::atof(arguments[1]) : 2000;
  intervals_of_scores(draws);
  rerun_bands(draws);
  paired_tests(draws);
}
