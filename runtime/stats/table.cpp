#include "runtime/stats/table.h"

#include <algorithm>
#include <array>

namespace cairn {
namespace {

// --- of the eval ----------------------------------------------------------------

Reading counted(std::optional<double> value, std::string why_none, std::string_view name) {
  Reading made;
  for (const auto world : worlds) made.value[world] = value;
  made.why_none = std::move(why_none);
  made.why_no_interval = "`" + std::string(name) + "` is counted, not estimated";
  return made;
}

Reading cost(const Population& population) {
  std::optional<double> usd;
  if (population.cost_known) usd = population.cost_usd.value();
  return counted(usd, "no answer says what it cost", "cost");
}

Reading unanswered(const Population& population) {
  std::optional<double> share;
  if (population.asked > 0)
    share = static_cast<double>(population.unanswered) / static_cast<double>(population.asked);
  return counted(share, "no verdict was asked for", "unanswered");
}

Reading score(const Population& population) { return read_score(population.score); }

Reading consistency(const Population& population) {
  return read_means(population.consistency, "it needs an item with two samples that were scored");
}

Reading groups(const Population& population) {
  return read_means(population.groups_passing(), "no sample could pass or fail");
}

constexpr std::array of_eval = {
    EvalMetric{"consistency", consistency},
    EvalMetric{"cost", cost, false},
    EvalMetric{"groups", groups},
    EvalMetric{"margin", read_margin},
    EvalMetric{"rerun_band", read_rerun_band},
    EvalMetric{"score", score},
    EvalMetric{"unanswered", unanswered, false},
};
static_assert(std::ranges::is_sorted(of_eval, {}, &EvalMetric::name), "in order of name");

// --- of a check -----------------------------------------------------------------

const CheckSums& sums(const Population& population, std::size_t check) {
  return population.checks[check];
}

Reading mean_score(const Population& population, std::size_t check) {
  return read_means(sums(population, check).score, "nothing of it was scored");
}

Reading check_consistency(const Population& population, std::size_t check) {
  return read_means(sums(population, check).consistency,
                    "it needs an item with two samples that were scored");
}

Reading judge_consistency(const Population& population, std::size_t check) {
  return read_means(sums(population, check).votes_agree,
                    "it needs several votes of the judge on one answer");
}

template <LabelMetric metric>
Reading of_labels(const Population& population, std::size_t check) {
  const auto& from = sums(population, check);
  Reading made;
  made.why_none = "nothing was said";
  if (const auto value = from.labels.value(metric)) {
    made.value[World::seen] = *value;
    made.interval[World::seen] = from.labels.interval(metric);
  }
  // What the open ones would have said cannot be guessed.
  if (from.outcomes.unanswered > 0) return made;
  for (const auto world : {World::low, World::high}) {
    made.value[world] = made.value[World::seen];
    made.interval[world] = made.interval[World::seen];
  }
  return made;
}

Reading mean(const Population& population, std::size_t check) {
  Reading made;
  made.why_none = "nothing was measured";
  for (const auto world : worlds) {
    made.value[world] = sums(population, check).measures.mean(world);
    made.interval[world] = sums(population, check).measures.mean_interval(world);
  }
  return made;
}

Reading quantile(const Population& population, std::size_t check, double share) {
  Reading made;
  made.why_none = "nothing was measured";
  for (const auto world : worlds) {
    made.value[world] = sums(population, check).measures.quantile(share, world);
    made.interval[world] = sums(population, check).measures.quantile_interval(share, world);
  }
  return made;
}

Reading median(const Population& population, std::size_t check) {
  return quantile(population, check, 0.5);
}
Reading p95(const Population& population, std::size_t check) {
  return quantile(population, check, 0.95);
}

Reading trusted(const Population& population, std::size_t check, std::optional<double> value,
                std::optional<Interval> interval) {
  Reading made;
  for (const auto world : worlds) {
    made.value[world] = value;
    made.interval[world] = interval;
  }
  const auto& why = population.facts().trust[check].why;
  made.why_none = why.empty() ? "there is nothing to compare its verdicts with" : why;
  made.why_no_interval = "there is too little to tell how far it could be off";
  return made;
}

Reading agreement(const Population& population, std::size_t check) {
  const auto& report = population.facts().trust[check];
  if (report.agreement)
    return trusted(population, check, report.agreement, report.agreement_interval);
  return trusted(population, check, report.pairwise_agreement, report.pairwise_agreement_interval);
}

template <auto value, auto interval>
Reading of_trust(const Population& population, std::size_t check) {
  const auto& report = population.facts().trust[check];
  return trusted(population, check, report.*value, report.*interval);
}

using Report = TrustReport;
constexpr std::array of_checks = {
    CheckMetric{"accuracy", mean_score},
    CheckMetric{"agreement", agreement},
    CheckMetric{"cohen_kappa", of_trust<&Report::cohen_kappa, &Report::cohen_kappa_interval>},
    CheckMetric{"consistency", check_consistency},
    CheckMetric{"f1", of_labels<LabelMetric::f1>},
    CheckMetric{"fleiss_kappa", of_trust<&Report::fleiss_kappa, &Report::fleiss_kappa_interval>},
    CheckMetric{"gwet_ac1", of_trust<&Report::gwet_ac1, &Report::gwet_ac1_interval>},
    CheckMetric{"judge_consistency", judge_consistency},
    CheckMetric{"kappa", of_labels<LabelMetric::kappa>},
    CheckMetric{"krippendorff_alpha",
                of_trust<&Report::krippendorff_alpha, &Report::krippendorff_alpha_interval>},
    CheckMetric{"mean", mean},
    CheckMetric{"median", median},
    CheckMetric{"p95", p95},
    CheckMetric{"precision", of_labels<LabelMetric::precision>},
    CheckMetric{"recall", of_labels<LabelMetric::recall>},
};
static_assert(std::ranges::is_sorted(of_checks, {}, &CheckMetric::name), "in order of name");

// --- by what a MetricRef says -----------------------------------------------------

Reading read_passes(const Population& population, const MetricRef& metric) {
  const auto& all = population.facts().passes;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].samples == static_cast<std::size_t>(metric.samples) &&
        all[i].all == metric.name.starts_with("pass^"))
      return read_means(population.passes[i],
                        "no item has " + std::to_string(metric.samples) + " answered samples");
  return {};
}

Reading read_check(const Population& population, const MetricRef& metric, std::size_t check) {
  const auto part = std::ranges::find(of_checks, std::string_view(metric.part), &CheckMetric::name);
  if (part != of_checks.end()) return part->read(population, check);
  return is_measure(population.facts().check(check)) ? mean(population, check)
                                                     : mean_score(population, check);
}

Reading read_named(const Population& population, const MetricRef& metric) {
  if (metric.samples > 0) return read_passes(population, metric);
  const auto of_all = std::ranges::find(of_eval, std::string_view(metric.name), &EvalMetric::name);
  if (of_all != of_eval.end()) return of_all->read(population);
  const auto& facts = population.facts();
  const auto check = facts.check_named(metric.name);
  if (check < facts.plan->checks.size()) return read_check(population, metric, check);
  for (std::size_t i = 0; i < facts.areas.size(); ++i)
    if (facts.areas[i].name == metric.name)
      return read_means(population.areas[i], "none of its checks was scored");
  Reading none;
  none.why_none = "this eval has no such metric";
  return none;
}

// `.low` or `.high` of what was read.
Reading end_of_interval(Reading read, std::string_view end) {
  for (const auto world : worlds) {
    const auto interval = std::exchange(read.interval[world], std::nullopt);
    const bool had_value = read.value[world].has_value();
    read.value[world] = std::nullopt;
    if (interval) read.value[world] = end == "low" ? interval->low : interval->high;
    if (world == World::seen && had_value)
      read.why_none = read.why_no_interval.empty() ? "an interval needs two items, or two groups"
                                                   : read.why_no_interval;
  }
  return read;
}

}  // namespace

std::span<const EvalMetric> eval_metrics() { return of_eval; }
std::span<const CheckMetric> check_metrics() { return of_checks; }

Reading read_metric(const Population& population, const MetricRef& metric) {
  auto read = read_named(population, metric);
  for (const auto& end : {metric.part, metric.half})
    if (end == "low" || end == "high") return end_of_interval(std::move(read), end);
  return read;
}

}  // namespace cairn
