#include "runtime/run_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lang/fingerprint.h"
#include "lang/nearest.h"

namespace cairn {
namespace {

const program::Check* check_called(const Plan& plan, std::string_view name) {
  const auto found = std::ranges::find_if(
      plan.checks, [&](const PlannedCheck& one) { return one.check.heading.name == name; });
  return found == plan.checks.end() ? nullptr : &found->check;
}

void report_unknown(const Plan& plan, const std::string& name, Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const auto& planned : plan.checks) names.push_back(planned.check.heading.name);
  auto& made = diagnostics.report(DiagnosticKind::run_unknown_check, {}, name);
  const auto meant = nearest(name, names);
  if (!meant.empty()) made.with_help(fmt::format("did you mean `{}`?", meant));
  made.with_help(fmt::format("the checks are: {}", fmt::join(names, ", ")));
}

// Whether the expression names a metric of a check or an area that is not run.
bool names_one_of(const Expr& expr, const std::set<std::string>& names) {
  const auto* metric = std::get_if<MetricRef>(&expr.node);
  if (metric && names.contains(metric->name)) return true;
  return std::ranges::any_of(expr.operands,
                             [&](const Expr& operand) { return names_one_of(operand, names); });
}

void keep_only(Plan& plan, const std::set<std::string, std::less<>>& wanted,
               std::vector<std::string>& notes) {
  std::set<std::string> areas, gone;
  for (const auto& [check, hash] : plan.checks)
    (wanted.contains(check.heading.name) ? areas : gone)
        .insert(wanted.contains(check.heading.name) ? check.area : check.heading.name);
  for (const auto& [check, hash] : plan.checks)
    if (!check.area.empty() && !areas.contains(check.area)) gone.insert(check.area);
  std::erase_if(plan.checks,
                [&](const PlannedCheck& one) { return !wanted.contains(one.check.heading.name); });
  std::erase_if(plan.eval.report,
                [&](const program::Metric& metric) { return names_one_of(metric.expr, gone); });
  if (gone.empty()) return;
  notes.push_back(fmt::format("only {} of {} checks: the score is theirs alone{}",
                              plan.checks.size(), plan.checks.size() + gone.size(),
                              plan.eval.goal ? ", and the goal is not looked at" : ""));
  plan.eval.goal.reset();
}

// As often as it says, at the temperature at which it votes in earnest.
void vote_more_often(Plan& plan, int votes) {
  for (auto& judge : plan.judges) {
    if (judge.samples == 1 && !judge.temperature) judge.temperature = 0;
    judge.samples = votes;
  }
  for (auto& planned : plan.checks) planned.hash = check_hash(plan, planned.check);
  plan.hashes = hashes_of(plan);
}

}  // namespace

std::optional<PlannedRun> plan_for(const Plan& plan, const RunOptions& options,
                                   Diagnostics& diagnostics) {
  PlannedRun made{plan, {}};
  if (options.judge_samples) vote_more_often(made.plan, static_cast<int>(*options.judge_samples));
  if (options.only.empty() && !options.seed) return made;
  if (options.seed) made.plan.eval.seed = *options.seed;
  std::set<std::string, std::less<>> wanted;
  std::vector<std::string> asked = options.only;
  bool all_there = true;
  while (!asked.empty()) {
    const auto name = std::move(asked.back());
    asked.pop_back();
    const auto* check = check_called(plan, name);
    if (!check) {
      report_unknown(plan, name, diagnostics);
      all_there = false;
    } else if (wanted.insert(name).second) {
      asked.insert(asked.end(), check->needs.begin(), check->needs.end());
    }
  }
  if (!all_there) return std::nullopt;
  if (!options.only.empty()) keep_only(made.plan, wanted, made.notes);
  made.plan.hashes = hashes_of(made.plan);
  return made;
}

}  // namespace cairn
