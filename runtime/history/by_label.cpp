#include "runtime/history/by_label.h"

#include <algorithm>
#include <unordered_map>

#include "runtime/history/label_order.h"
#include "runtime/history/rank_trend.h"
#include "runtime/stats/facts.h"
#include "runtime/stats/interval.h"

namespace cairn {
namespace {

// Of one item, over the samples of all runs of a value.
struct PooledMean {
  double sum = 0;
  std::size_t samples = 0;
  double mean() const { return sum / static_cast<double>(samples); }
};

using PooledItems = std::vector<PooledMean>;  // By the item's number.

void pool(PooledItems& items, std::size_t item, double value) {
  if (items.size() <= item) items.resize(item + 1);
  items[item].sum += value;
  ++items[item].samples;
}

bool has_value_of(const PooledItems& items, std::size_t item) {
  return item < items.size() && items[item].samples > 0;
}

struct PooledValue {
  std::string value;
  std::vector<std::string> runs;
  PooledItems score;
  std::vector<PooledItems> checks;
};

std::optional<double> decided_value(const Outcome& outcome) {
  if (const auto* scored = std::get_if<Scored>(&outcome)) return scored->score;
  if (const auto* measured = std::get_if<Measured>(&outcome)) return measured->value;
  return std::nullopt;
}

// Whose verdicts mean nothing yet: statistics count them as open.
bool still_waits_for_people(const LoggedRun& run, std::size_t check) {
  return check < run.summary.checks.size() &&
         run.summary.checks[check].trust.trust == Trust::waiting;
}

Interval not_below_zero(const Interval& interval) {
  return {std::clamp(interval.low, 0.0, 1.0), std::clamp(interval.high, 0.0, 1.0)};
}

}  // namespace

// --- taking runs ---------------------------------------------------------------------

struct LabelScores::State {
  std::string label;
  std::unordered_map<std::string, std::size_t> items;  // Their numbers.
  std::vector<Group> groups;                           // Of each item.
  std::unordered_map<std::string, Group> group_numbers;
  std::vector<LabelCheck> checks;
  std::vector<bool> counted, not_counted;  // Of each check: in some run it was.
  std::vector<PooledValue> values;

  std::size_t number_of(const LoggedItem& item, bool grouped) {
    const auto [place, is_new] = items.try_emplace(item.scored.id, items.size());
    if (is_new) groups.push_back(alone);
    // Runs may differ in `group by`; a group that any of them knows counts.
    auto& group = groups[place->second];
    if (grouped && group == alone) group = group_of(item.scored.group);
    return place->second;
  }

  Group group_of(const std::string& name) {
    return group_numbers.try_emplace(name, static_cast<Group>(group_numbers.size())).first->second;
  }

  // The place of each check of the run in `checks`.
  std::vector<std::size_t> places_of_checks(const LoggedRun& run) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < run.plan.checks.size(); ++i) {
      const auto& check = run.plan.checks[i].check;
      auto place = std::ranges::find(checks, check.heading.name, &LabelCheck::name);
      if (place == checks.end())
        place = checks.insert(place, {check.heading.name, is_measure(check), true});
      places.push_back(static_cast<std::size_t>(place - checks.begin()));
    }
    counted.resize(checks.size());
    not_counted.resize(checks.size());
    for (std::size_t i = 0; i < places.size(); ++i)
      (run.counts[i] ? counted : not_counted)[places[i]] = true;
    return places;
  }

  // Either all items are in groups or none is: one that no run groups is its own.
  std::vector<Group> final_groups() const {
    if (group_numbers.empty()) return groups;
    auto made = groups;
    auto next = static_cast<Group>(group_numbers.size());
    for (auto& group : made)
      if (group == alone) group = next++;
    return made;
  }

  PooledValue& value_called(std::string_view value) {
    auto found = std::ranges::find(values, value, &PooledValue::value);
    if (found == values.end()) found = values.insert(found, {std::string(value), {}, {}, {}});
    found->checks.resize(checks.size());
    return *found;
  }
};

LabelScores::LabelScores(std::string label) : state_(std::make_unique<State>()) {
  state_->label = std::move(label);
}
LabelScores::~LabelScores() = default;

void LabelScores::add(const LoggedRun& run, std::string_view value) {
  const auto places = state_->places_of_checks(run);
  auto& pooled = state_->value_called(value);
  pooled.runs.push_back(run.id);
  for (const auto& item : run.items) {
    const auto number = state_->number_of(item, run.grouped());
    for (const auto& answer : item.answers)
      if (answer.score) pool(pooled.score, number, *answer.score);
    for (const auto& sample : item.scored.samples)
      for (std::size_t i = 0; i < places.size() && i < sample.checks.size(); ++i)
        if (const auto score = decided_value(sample.checks[i].outcome);
            score && !still_waits_for_people(run, i))
          pool(pooled.checks[places[i]], number, *score);
  }
}

// --- what it comes to ------------------------------------------------------------------

namespace {

// One row of numbers, the score or a check, under every value.
class Column {
 public:
  Column(std::vector<const PooledItems*> values, const std::vector<Group>& groups)
      : values_(std::move(values)), groups_(groups) {
    const auto any = [&](std::size_t item) {
      return std::ranges::any_of(values_,
                                 [&](const auto* one) { return has_value_of(*one, item); });
    };
    for (std::size_t item = 0; item < groups_.size(); ++item) {
      if (any(item)) ++any_;
      in_all_.push_back(
          std::ranges::all_of(values_, [&](const auto* one) { return has_value_of(*one, item); }));
    }
    common_ = any_ == 0 || std::ranges::count(in_all_, true) > 0;
  }

  bool common() const { return common_; }
  std::size_t items_of_any() const { return any_; }

  LabelScore under(std::size_t value, std::optional<Interval> (*interval)(const Estimate&)) const {
    std::vector<MeasuredValue> means;
    for (std::size_t item = 0; item < groups_.size(); ++item)
      if (common_ ? in_all_[item] : has_value_of(*values_[value], item))
        means.push_back({(*values_[value])[item].mean(), groups_[item]});
    const auto estimate = scaled_estimate(means);
    LabelScore made{.items = estimate.items};
    if (estimate.items == 0) return made;
    made.score = estimate.mean;
    made.interval = interval(estimate);
    return made;
  }

 private:
  std::vector<const PooledItems*> values_;
  const std::vector<Group>& groups_;
  std::vector<bool> in_all_;  // Of each item.
  std::size_t any_ = 0;
  bool common_ = true;
};

// A headline is not below 0, though points may be.
LabelScore as_headline(LabelScore score) {
  if (score.score) score.score = std::clamp(*score.score, 0.0, 1.0);
  if (score.interval) score.interval = not_below_zero(*score.interval);
  return score;
}

std::optional<Correlation> trend_of(const ByLabel& by) {
  std::vector<double> numbers, scores;
  for (const auto& one : by.values) {
    const auto number = label_number(one.value);
    if (!number || !one.score.score) return std::nullopt;
    numbers.push_back(*number);
    scores.push_back(*one.score.score);
  }
  return rank_trend(numbers, scores);
}

}  // namespace

ByLabel LabelScores::finish() const {
  const auto& state = *state_;
  std::vector<const PooledValue*> values;
  std::vector<std::string_view> names;
  for (const auto& one : state.values) names.push_back(one.value);
  ByLabel made{.label = state.label, .numbers = all_numbers(names), .checks = state.checks};
  for (const auto place : order_of_values(names)) values.push_back(&state.values[place]);
  for (const auto* one : values) made.values.push_back({one->value, one->runs, {}, {}});

  std::vector<const PooledItems*> pooled;
  for (const auto* one : values) pooled.push_back(&one->score);
  const auto groups = state.final_groups();
  const Column score(pooled, groups);
  made.items = score.items_of_any();
  made.common = score.common();
  for (std::size_t i = 0; i < values.size(); ++i)
    made.values[i].score = as_headline(score.under(i, interval_of));

  static const PooledItems nothing;  // Of a check that a value's runs did not have.
  for (std::size_t check = 0; check < made.checks.size(); ++check) {
    for (std::size_t i = 0; i < values.size(); ++i)
      pooled[i] = check < values[i]->checks.size() ? &values[i]->checks[check] : &nothing;
    const Column column(pooled, groups);
    made.checks[check].common = column.common();
    const auto interval = made.checks[check].is_measure ? t_interval : interval_of;
    for (std::size_t i = 0; i < values.size(); ++i)
      made.values[i].checks.push_back(column.under(i, interval));
    if (state.counted[check] && state.not_counted[check])
      made.counted_in_some.push_back(made.checks[check].name);
  }
  if (made.numbers) made.trend = trend_of(made);
  return made;
}

}  // namespace cairn
