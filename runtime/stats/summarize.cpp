#include "runtime/stats/summarize.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lang/words.h"
#include "runtime/stats/goal.h"
#include "runtime/stats/interval.h"
#include "runtime/stats/multiple.h"
#include "runtime/stats/part_test.h"
#include "runtime/stats/power.h"
#include "runtime/stats/reading.h"

namespace cairn {
namespace {

class Summarizing {
 public:
  Summarizing(const TallyFacts& facts, const Sums& sums)
      : facts_(facts), sums_(sums), scores_(sums.all.score.in(World::seen)) {}

  Summary run() {
    header();
    score();
    for (std::size_t i = 0; i < facts_.plan->checks.size(); ++i) made_.checks.push_back(check(i));
    slices();
    for (const auto* metric : facts_.metrics) made_.metrics.push_back(metric_value(*metric));
    for (const auto& [value, id] : sums_.worst) made_.worst_items.emplace_back(id, value);
    notes();
    goal_and_exit();
    return std::move(made_);
  }

 private:
  void header() {
    const auto& plan = *facts_.plan;
    made_.eval = plan.eval.heading.name;
    made_.title = plan.eval.heading.title;
    made_.file = plan.file;
    made_.hash_score = plan.hashes.score;
    made_.hash_answers = plan.hashes.answers;
    for (const auto& model : sums_.models) made_.model += (made_.model.empty() ? "" : ", ") + model;
    made_.items = sums_.all.items;
    made_.samples = std::max<std::size_t>(1, sums_.samples);
    made_.answers = sums_.answers;
    made_.asked = sums_.all.asked;
    made_.unanswered = sums_.all.unanswered;
    made_.empty_replies = sums_.empty;
    made_.refused = sums_.refused;
    made_.cut_short = sums_.cut_short;
    made_.errors = sums_.errors;
    if (sums_.all.cost_known) made_.cost_usd = sums_.all.cost_usd.value();
  }

  void score() {
    const auto read = read_score(sums_.all.score);
    const auto seen = scores_.estimate();
    made_.items_scored = seen.items;
    made_.groups = seen.groups;
    made_.score = read.value[World::seen];
    made_.interval = read.interval[World::seen];
    made_.bounds = range_of(read.value);
    made_.margin = read_margin(sums_.all).value[World::seen];
    made_.rerun_band = read_rerun_band(sums_.all).value[World::seen];
    made_.consistency = read_means(sums_.all.consistency, {}).value[World::seen];
    made_.consistency_chance = by_chance(sums_.all.passing);
    if (seen.groups >= 2 && seen.error > 0)
      made_.detectable = detectable_difference(seen.error * std::sqrt(2.0));
    headlines();
    variance(seen);
  }

  void headlines() {
    if (made_.samples < 2) return;
    for (const auto& one : sums_.all.headlines)
      if (one.items > 0)
        made_.sample_scores.push_back(
            std::clamp(one.sum.value() / static_cast<double>(one.items), 0.0, 1.0));
  }

  // Var(x) = Var(s̄_i) - the mean of σ²_i/K_i, not below 0.
  void variance(const Estimate& seen) {
    const auto& noise = sums_.all.noise[World::seen];
    const auto again = noise.noise.estimate();
    if (again.items == 0 || seen.items < 2) return;
    const auto n = static_cast<double>(seen.items);
    const double of_means =
        std::max(0.0, sums_.all.score_squares.value() - n * seen.mean * seen.mean) / (n - 1);
    made_.variance =
        VarianceSplit{.items = std::max(0.0, of_means - again.mean),
                      .again = noise.variance.value() / static_cast<double>(again.items),
                      .model = {},
                      .judges = {}};
  }

  // --- checks -------------------------------------------------------------------------

  CheckSummary check(std::size_t index) const {
    const auto& check = facts_.check(index);
    const auto& from = sums_.all.checks[index];
    CheckSummary made;
    made.name = check.heading.name;
    made.title = check.heading.title;
    made.evidence = std::string(program::kind_of(check.evidence));
    made.area = check.area;
    made.hash = facts_.plan->checks[index].hash;
    made.weight = check.weight;
    made.must_pass = check.must_pass;
    made.counts = facts_.counts[index];
    made.trust = facts_.trust[index];
    made.is_measure = is_measure(check);
    made.passed = from.outcomes.passed;
    made.failed = from.outcomes.failed;
    made.unanswered = from.outcomes.unanswered;
    made.not_applicable = from.outcomes.not_applicable;
    made.measured = from.outcomes.measured;
    made.items = from.items;
    if (from.compared > 0)
      made.flip_rate = static_cast<double>(from.flipped) / static_cast<double>(from.compared);
    if (made.is_measure)
      measures(from.measures, made);
    else
      scores(from, made);
    return made;
  }

  static void scores(const CheckSums& from, CheckSummary& made) {
    const auto read = read_means(from.score, {});
    made.score = read.value[World::seen];
    made.interval = read.interval[World::seen];
    made.bounds = range_of(read.value);
    made.consistency = read_means(from.consistency, {}).value[World::seen];
    made.consistency_chance = by_chance(from.passing);
    if (from.labels.empty()) return;
    made.precision = from.labels.value(LabelMetric::precision);
    made.recall = from.labels.value(LabelMetric::recall);
    made.f1 = from.labels.value(LabelMetric::f1);
    made.kappa = from.labels.value(LabelMetric::kappa);
    made.confusion = from.labels.confusion();
  }

  static void measures(const Measures& from, CheckSummary& made) {
    made.weight = 0;
    made.mean = from.mean(World::seen);
    made.score = made.mean;
    made.interval = from.mean_interval(World::seen);
    made.median = from.quantile(0.5, World::seen);
    made.p95 = from.quantile(0.95, World::seen);
  }

  // --- slices and metrics ---------------------------------------------------------------

  // In the order of the eval; other slice blocks are there for metrics that name them.
  void slices() {
    const auto& plan = *facts_.plan;
    for (const auto& name : plan.eval.slices) {
      const auto slice = std::ranges::find(
          plan.slices, name, [](const program::Slice& one) { return one.heading.name; });
      if (slice == plan.slices.end()) continue;
      const auto& values = sums_.slices[static_cast<std::size_t>(slice - plan.slices.begin())];
      for (const auto& [value, from] : values)
        made_.slices.push_back(slice_summary(name, value, from));
      if (slice->field.empty() && values.empty()) made_.slices.push_back({.slice = name});
    }
    adjust_slices();
  }

  void adjust_slices() {
    std::vector<double> p;
    for (const auto& slice : made_.slices)
      if (slice.p) p.push_back(*slice.p);
    const auto adjusted = holm(p);
    std::size_t place = 0;
    for (auto& slice : made_.slices)
      if (slice.p) slice.p_adjusted = adjusted[place++];
  }

  SliceSummary slice_summary(const std::string& name, const std::string& value,
                             const SliceSums& from) const {
    const auto read = read_score(from.score);
    SliceSummary made{.slice = name, .value = value, .items = from.items};
    made.score = read.value[World::seen];
    made.interval = read.interval[World::seen];
    made.bounds = range_of(read.value);
    const auto part = from.score.in(World::seen);
    made.rest = mean_of_rest(part.estimate(), scores_.estimate());
    if (made.rest) made.p = part_p(part, scores_);
    return made;
  }

  static std::optional<double> mean_of_rest(const Estimate& part, const Estimate& all) {
    if (part.items == 0 || part.items == all.items) return std::nullopt;
    const auto inside = static_cast<double>(part.items), of = static_cast<double>(all.items);
    return std::clamp((all.mean * of - part.mean * inside) / (of - inside), 0.0, 1.0);
  }

  Reading read(const Expr& metric) const {
    const auto& ref = std::get<MetricRef>(metric.node);
    for (const auto& picked : sums_.picked)
      if (std::get<MetricRef>(picked.metric->node).text == ref.text)
        return read_metric(picked.population, ref);
    return read_metric(sums_.all, ref);
  }

  MetricValue metric_value(const Expr& metric) const {
    const auto found = read(metric);
    MetricValue made;
    made.text = std::get<MetricRef>(metric.node).text;
    made.reported = std::ranges::any_of(facts_.plan->eval.report, [&](const auto& one) {
      return std::get<MetricRef>(one.expr.node).text == made.text;
    });
    made.value = found.value[World::seen];
    made.interval = found.interval[World::seen];
    made.bounds = range_of(found.value);
    if (!made.value) made.why_none = found.why_none;
    return made;
  }

  // --- what a reader must know ------------------------------------------------------------

  void note_trust(std::size_t index) {
    const auto& report = facts_.trust[index];
    const auto& name = facts_.check(index).heading.name;
    const std::string why = report.why.empty() ? "" : ": " + report.why;
    if (report.trust == Trust::not_trusted)
      made_.notes.push_back(
          fmt::format("`{}` is left out of the score: it is not trusted{}", name, why));
    if (report.trust == Trust::untested)
      made_.notes.push_back(fmt::format("`{}` is {}untested{}", name,
                                        facts_.counts[index] ? "in the score, although it is " : "",
                                        why));
    if (report.trust == Trust::waiting)
      made_.notes.push_back(fmt::format("`{}` waits for people's ratings{}", name, why));
  }

  void notes() {
    for (std::size_t i = 0; i < facts_.trust.size(); ++i) note_trust(i);
    if (made_.items_scored < made_.items)
      made_.notes.push_back(fmt::format("{} of {} have no score: nothing of them could be scored",
                                        made_.items - made_.items_scored,
                                        counted(made_.items, "item")));
    if (made_.score && !made_.interval)
      made_.notes.push_back(facts_.grouped
                                ? "there is no 95% interval: all items are in one group"
                                : "there is no 95% interval: it needs two items with a score");
  }

  bool nothing_scored() const {
    return std::ranges::all_of(sums_.all.checks, [](const CheckSums& check) {
      return check.outcomes.passed + check.outcomes.failed + check.outcomes.measured == 0;
    });
  }

  // experience.md B3, of a run that came to its end.
  void goal_and_exit() {
    bool only_people_missing = false;
    if (facts_.plan->eval.goal) {
      auto found = judge_goal(sums_.all, [&](const Expr& metric) { return read(metric); });
      only_people_missing = found.only_people_missing;
      made_.goal = std::move(found.goal);
    }
    if (made_.goal && made_.goal->met == Met::not_met)
      made_.exit_code = 1;
    else if (only_people_missing)
      made_.exit_code = 4;
    else if (nothing_scored() || (made_.goal && made_.goal->met == Met::could_not_measure))
      made_.exit_code = 3;
  }

  const TallyFacts& facts_;
  const Sums& sums_;
  const Moments scores_;  // Of items, as seen.
  Summary made_;
};

std::vector<Picked> picked_of(const TallyFacts& facts) {
  std::vector<Picked> picked;
  std::size_t conditions = 0;
  for (const auto* expr : facts.metrics) {
    const auto& metric = std::get<MetricRef>(expr->node);
    if (!expr->operands.empty()) {
      picked.push_back({expr, conditions++, true, Population(facts)});
      continue;
    }
    if (metric.slice.empty()) continue;
    const auto& slices = facts.plan->slices;
    const auto found = std::ranges::find(
        slices, metric.slice, [](const program::Slice& slice) { return slice.heading.name; });
    const auto place = static_cast<std::size_t>(found - slices.begin());
    picked.push_back({expr, place, false, Population(facts)});
  }
  return picked;
}

}  // namespace

bool Picked::holds(const ScoredItem& item) const {
  if (by_condition) return place < item.picked.size() && item.picked[place];
  return place < item.slices.size() && item.slices[place].has_value();
}

Sums::Sums(const TallyFacts& facts)
    : all(facts), picked(picked_of(facts)), slices(facts.plan->slices.size()) {}

Summary summarize(const TallyFacts& facts, const Sums& sums) {
  return Summarizing(facts, sums).run();
}

}  // namespace cairn
