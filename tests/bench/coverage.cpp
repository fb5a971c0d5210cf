// How often a 95% interval holds the true score, for the interval that Cairn
// prints and for the two that are usually printed: the claim of statistics.md
// section 0. Run: build/tests/bench/cairn_coverage [DRAWS]
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <vector>

#include "runtime/stats/interval.h"

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

class Simulation {
 public:
  explicit Simulation(const Case& simulated) : case_(simulated) {}

  struct Seen {
    Estimate estimate;
    double samples = 0;
  };

  Seen draw() {
    Moments moments;
    for (Group group = 0; group < case_.groups; ++group) {
      const double difficulty = beta();
      for (std::size_t item = 0; item < case_.items; ++item)
        moments.add(item_mean(difficulty), case_.items > 1 ? group : alone);
    }
    return {moments.estimate(), static_cast<double>(case_.groups * case_.items * case_.samples)};
  }

 private:
  double beta() {
    std::gamma_distribution<double> a(case_.share * case_.spread);
    std::gamma_distribution<double> b((1 - case_.share) * case_.spread);
    const double x = a(random_), y = b(random_);
    return x + y > 0 ? x / (x + y) : case_.share;
  }

  double item_mean(double difficulty) {
    std::bernoulli_distribution passes(difficulty);
    double passed = 0;
    for (std::size_t i = 0; i < case_.samples; ++i) passed += passes(random_) ? 1 : 0;
    return passed / static_cast<double>(case_.samples);
  }

  const Case& case_;
  std::mt19937_64 random_{20241124};
};

bool holds(const Interval& interval, double share) {
  return interval.low <= share && share <= interval.high;
}

struct Range {
  double low = 1, high = 0;
  void add(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

}  // namespace

int main(int count, char** arguments) {
  const double draws = count > 1 ? std::atof(arguments[1]) : 2000;
  Range ours, t_alone, over_samples;
  fmt::print("groups  items  samples  score   cairn  t alone  Wilson over all samples\n");
  for (const auto& one : cases()) {
    Simulation simulation(one);
    double in_ours = 0, in_t = 0, in_samples = 0;
    for (double i = 0; i < draws; ++i) {
      const auto seen = simulation.draw();
      in_ours += holds(*interval_of(seen.estimate), one.share) ? 1 : 0;
      in_t += holds(*t_interval(seen.estimate), one.share) ? 1 : 0;
      in_samples += holds(wilson(seen.estimate.mean, seen.samples, normal_quantile), one.share);
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
