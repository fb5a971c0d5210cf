#include "runtime/stats/item_view.h"

#include <span>

#include "lang/overloaded.h"
#include "runtime/stats/tally.h"

namespace cairn {
namespace {

// The mean of what samples came to.
class Mean {
 public:
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  std::optional<double> value() const {
    if (count_ == 0) return std::nullopt;
    return sum_ / static_cast<double>(count_);
  }

 private:
  double sum_ = 0;
  std::size_t count_ = 0;
};

struct WorldMeans {
  InWorlds<Mean> means;

  void add(const Outcome& outcome) {
    if (const auto* scored = std::get_if<Scored>(&outcome)) {
      for (const auto world : worlds) means[world].add(scored->score);
    } else if (const auto* open = std::get_if<Unanswered>(&outcome)) {
      means[World::low].add(open->low);
      means[World::high].add(open->high);
    }
  }
  ItemValue value() const {
    ItemValue made;
    for (const auto world : worlds) made[world] = means[world].value();
    return made;
  }
};

void count(const Outcome& outcome, Outcomes& counts) {
  std::visit(Overloaded{
                 [&](const Scored& scored) { ++(scored.passed ? counts.passed : counts.failed); },
                 [&](const Unanswered&) { ++counts.unanswered; },
                 [&](const Measured&) { ++counts.measured; },
                 [&](const NotApplicable&) { ++counts.not_applicable; },
             },
             outcome);
}

void reduce_check(std::size_t index, std::span<const ScoredSample> samples, CheckOfItem& made) {
  made = {};
  WorldMeans means;
  Votes votes;
  for (const auto& sample : samples) {
    const auto& outcome = sample.checks[index].outcome;
    count(outcome, made.outcomes);
    means.add(outcome);
    if (index < sample.votes.size()) {
      votes.pairs += sample.votes[index].pairs;
      votes.agreeing += sample.votes[index].agreeing;
    }
    if (index < sample.orders.size() && sample.orders[index] != Orders::not_asked) {
      ++made.compared;
      if (sample.orders[index] == Orders::flipped) ++made.flipped;
    }
  }
  made.score = means.value();
  if (votes.pairs > 0)
    for (const auto world : worlds)
      made.votes_agree[world] =
          static_cast<double>(votes.agreeing) / static_cast<double>(votes.pairs);
}

// --- the score of the item -----------------------------------------------------

std::optional<double> in_world(const SampleScore& sample, World world) {
  if (!sample.anything) return std::nullopt;
  if (world == World::seen) return sample.score;
  return world == World::low ? sample.low : sample.high;
}

void spread(std::span<const SampleScore> samples, World world, ItemView& view) {
  Mean mean;
  std::size_t number = 0;
  for (const auto& sample : samples)
    if (const auto value = in_world(sample, world)) {
      mean.add(*value);
      ++number;
    }
  view.score[world] = mean.value();
  view.single[world] = number == 1;
  view.noise[world] = view.variance[world] = std::nullopt;
  if (number < 2) return;
  double squares = 0;
  for (const auto& sample : samples)
    if (const auto value = in_world(sample, world))
      squares += (*value - *mean.value()) * (*value - *mean.value());
  view.variance[world] = squares / static_cast<double>(number - 1);
  view.noise[world] = *view.variance[world] / static_cast<double>(number);
}

void count_passing(std::span<const SampleScore> samples, Outcomes& counts) {
  using Passes = SampleScore::Passes;
  counts = {};
  for (const auto& sample : samples) {
    if (sample.passes == Passes::yes) ++counts.passed;
    if (sample.passes == Passes::no) ++counts.failed;
    if (sample.passes == Passes::open) ++counts.unanswered;
    if (sample.passes == Passes::not_counted) ++counts.not_applicable;
  }
}

// The weighted mean of an area's checks in each sample, then over samples.
ItemValue area_value(const TallyFacts& facts, const Area& area,
                     std::span<const ScoredSample> samples) {
  InWorlds<Mean> means;
  for (const auto& sample : samples) {
    InWorlds<double> sums, weights;
    for (const auto index : area.checks) {
      const double weight = facts.check(index).weight;
      WorldMeans one;
      one.add(sample.checks[index].outcome);
      for (const auto world : worlds)
        if (const auto value = one.means[world].value()) {
          sums[world] += weight * *value;
          weights[world] += weight;
        }
    }
    for (const auto world : worlds)
      if (weights[world] > 0) means[world].add(sums[world] / weights[world]);
  }
  return WorldMeans{means}.value();
}

}  // namespace

void Outcomes::add(const Outcomes& other) {
  passed += other.passed;
  failed += other.failed;
  unanswered += other.unanswered;
  not_applicable += other.not_applicable;
  measured += other.measured;
}

void reduce(const TallyFacts& facts, const ScoredItem& item, Group group, ItemView& view) {
  view.group = group;
  std::vector<SampleScore> samples;
  samples.reserve(item.samples.size());
  view.cost_usd = 0;
  view.cost_known = false;
  for (const auto& sample : item.samples) {
    samples.push_back(score_sample(*facts.plan, facts.counts, sample.checks));
    if (!sample.facts.cost_usd) continue;
    view.cost_usd += *sample.facts.cost_usd;
    view.cost_known = true;
  }
  for (const auto world : worlds) spread(samples, world, view);
  view.each.clear();
  for (const auto& sample : samples) view.each.push_back(in_world(sample, World::seen));
  count_passing(samples, view.samples);
  view.checks.resize(facts.plan->checks.size());
  view.asked = view.unanswered = 0;
  for (std::size_t i = 0; i < view.checks.size(); ++i) {
    auto& check = view.checks[i];
    reduce_check(i, item.samples, check);
    if (!facts.asked_for[i]) continue;
    view.asked += check.outcomes.applicable();
    view.unanswered += check.outcomes.unanswered;
  }
  view.areas.clear();
  for (const auto& area : facts.areas) view.areas.push_back(area_value(facts, area, item.samples));
}

}  // namespace cairn
