#include "runtime/stats/facts.h"

#include <algorithm>

#include "runtime/stats/tally.h"

namespace cairn {
namespace {

// All MetricRefs of an expression, in the order of the text.
void collect_metrics(const Expr& expr, std::vector<const Expr*>& out) {
  if (std::holds_alternative<MetricRef>(expr.node)) {
    out.push_back(&expr);
    return;
  }
  for (const auto& operand : expr.operands) collect_metrics(operand, out);
}

std::vector<const Expr*> all_metrics(const Plan& plan) {
  std::vector<const Expr*> found;
  for (const auto& metric : plan.eval.report) collect_metrics(metric.expr, found);
  if (plan.eval.goal) collect_metrics(plan.eval.goal->expr, found);
  return found;
}

std::vector<const Expr*> each_once(const std::vector<const Expr*>& all) {
  std::vector<const Expr*> once;
  const auto text = [](const Expr* expr) -> const std::string& {
    return std::get<MetricRef>(expr->node).text;
  };
  for (const auto* one : all)
    if (std::ranges::find(once, text(one), text) == once.end()) once.push_back(one);
  return once;
}

std::vector<Area> areas_of(const Plan& plan, const std::vector<bool>& counts) {
  std::vector<Area> areas;
  for (std::size_t i = 0; i < plan.checks.size(); ++i) {
    const auto& check = plan.checks[i].check;
    if (check.area.empty()) continue;
    auto area = std::ranges::find(areas, check.area, &Area::name);
    if (area == areas.end()) area = areas.insert(area, {check.area, {}});
    if (counts[i] && check.weight > 0) area->checks.push_back(i);
  }
  return areas;
}

std::vector<PassMetric> passes_of(const std::vector<const Expr*>& metrics) {
  std::vector<PassMetric> passes;
  for (const auto* expr : metrics) {
    const auto& metric = std::get<MetricRef>(expr->node);
    if (metric.samples <= 0) continue;
    const PassMetric made{static_cast<std::size_t>(metric.samples),
                          metric.name.starts_with("pass^")};
    const bool known = std::ranges::any_of(passes, [&](const PassMetric& one) {
      return one.samples == made.samples && one.all == made.all;
    });
    if (!known) passes.push_back(made);
  }
  return passes;
}

}  // namespace

std::size_t TallyFacts::check_named(std::string_view name) const {
  const auto found = std::ranges::find(plan->checks, name, [](const PlannedCheck& one) {
    return std::string_view(one.check.heading.name);
  });
  return static_cast<std::size_t>(found - plan->checks.begin());
}

TallyFacts facts_of(const Plan& plan, std::vector<TrustReport> trust) {
  TallyFacts facts{.plan = &plan};
  trust.resize(plan.checks.size());
  facts.counts = in_the_score(plan, trust);
  for (const auto& report : trust) {
    facts.waiting.push_back(report.trust == Trust::waiting);
    facts.asked_for.push_back(report.trust != Trust::not_trusted);
  }
  facts.trust = std::move(trust);
  facts.areas = areas_of(plan, facts.counts);
  facts.metrics = each_once(all_metrics(plan));
  facts.passes = passes_of(facts.metrics);
  facts.picked = picked_by_metrics(plan);
  facts.grouped = !plan.eval.group_by.empty();
  return facts;
}

bool is_measure(const program::Check& check) {
  return std::holds_alternative<program::Measure>(check.rule);
}

bool is_says(const program::Check& check) {
  return std::holds_alternative<program::Says>(check.rule);
}

std::vector<bool> in_the_score(const Plan& plan, const std::vector<TrustReport>& trust) {
  std::vector<bool> counts;
  for (std::size_t i = 0; i < plan.checks.size(); ++i) {
    const auto& check = plan.checks[i].check;
    const bool believed = i >= trust.size() || trust[i].trust != Trust::not_trusted;
    counts.push_back(believed && !is_measure(check) && (check.weight > 0 || check.must_pass));
  }
  return counts;
}

std::vector<const Expr*> picked_by_metrics(const Plan& plan) {
  std::vector<const Expr*> conditions;
  for (const auto* expr : each_once(all_metrics(plan)))
    if (!expr->operands.empty()) conditions.push_back(&expr->operands.front());
  return conditions;
}

}  // namespace cairn
