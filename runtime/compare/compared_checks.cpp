#include "runtime/compare/compared_checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "runtime/compare/crossed.h"
#include "runtime/compare/definition_change.h"
#include "runtime/stats/facts.h"
#include "runtime/stats/multiple.h"

namespace cairn {
namespace {

constexpr double significant = 0.05;

// The mean over the item's samples of what was scored or measured.
std::optional<double> value_of(const LoggedItem& item, std::size_t check) {
  double sum = 0;
  std::size_t count = 0;
  for (const auto& sample : item.scored.samples) {
    if (check >= sample.checks.size()) continue;
    const auto& outcome = sample.checks[check].outcome;
    const auto* scored = std::get_if<Scored>(&outcome);
    const auto* measured = std::get_if<Measured>(&outcome);
    if (!scored && !measured) continue;
    sum += scored ? scored->score : measured->value;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return sum / static_cast<double>(count);
}

std::vector<PairedValue> decided_in_both(std::span<const PairedItem> items, std::size_t before,
                                         std::size_t after) {
  std::vector<PairedValue> made;
  for (const auto& item : items) {
    const auto then = value_of(*item.before, before), now = value_of(*item.after, after);
    if (then && now) made.push_back({&item, {*then, *now, item.group}});
  }
  return made;
}

const CheckSummary* summary_of(const LoggedRun& run, std::size_t check) {
  const auto& name = run.plan.checks[check].check.heading.name;
  const auto found = std::ranges::find(run.summary.checks, name, &CheckSummary::name);
  return found == run.summary.checks.end() ? nullptr : &*found;
}

std::optional<double> own_value(const LoggedRun& run, std::optional<std::size_t> check) {
  const auto* summary = check ? summary_of(run, *check) : nullptr;
  if (!summary) return std::nullopt;
  return summary->is_measure ? summary->mean : summary->score;
}

std::string why_not(const LoggedRun& before, const LoggedRun& after, const MatchedCheck& match) {
  if (!match.before) return fmt::format("only {} has it", after.id);
  if (!match.after) return fmt::format("only {} has it", before.id);
  const auto changes = verdict_changes(before.plan, before.plan.checks[*match.before], after.plan,
                                       after.plan.checks[*match.after]);
  if (!changes.empty()) return fmt::format("changed: {}", fmt::join(changes, "; "));
  const auto then = why_not_believed(before, *match.before);
  const auto now = why_not_believed(after, *match.after);
  if (!then.empty() && !now.empty()) return then + " in both runs";
  if (!then.empty()) return fmt::format("{} in {}", then, before.id);
  return now.empty() ? std::string() : fmt::format("{} in {}", now, after.id);
}

bool all_or_nothing(std::span<const Pair> pairs) {
  const auto whole = [](double value) { return value == 0 || value == 1; };
  return std::ranges::all_of(
      pairs, [&](const Pair& pair) { return whole(pair.before) && whole(pair.after); });
}

// What others print of the same pairs.
void add_other_tests(std::span<const Pair> pairs, ComparedCheck& check) {
  check.paired_t_p = paired_t_p(pairs);
  check.wilcoxon = wilcoxon(pairs);
  if (check.is_measure || !all_or_nothing(pairs)) return;
  const auto went = [&](double before, double after) {
    return static_cast<std::size_t>(std::ranges::count_if(
        pairs, [&](const Pair& pair) { return pair.before == before && pair.after == after; }));
  };
  check.mcnemar = mcnemar(went(1, 0), went(0, 1));
}

void compare_on(const Plan& plan, std::span<const PairedValue> values, ComparedCheck& check) {
  const auto pairs = pairs_of(values);
  check.difference = paired_difference(pairs);
  check.before = check.difference->before;
  check.after = check.difference->after;
  add_other_tests(pairs, check);
  if (check.is_measure) return;
  auto crossings = crossings_of(plan, values);
  check.fixed = std::move(crossings.fixed);
  check.broke = std::move(crossings.broke);
  check.fixed_in = std::move(crossings.fixed_in);
  check.broke_in = std::move(crossings.broke_in);
}

ComparedCheck compared(const LoggedRun& before, const LoggedRun& after,
                       std::span<const PairedItem> items, const MatchedCheck& match) {
  const auto& planned =
      match.after ? after.plan.checks[*match.after].check : before.plan.checks[*match.before].check;
  ComparedCheck made{.name = planned.heading.name, .is_measure = is_measure(planned)};
  made.before = own_value(before, match.before);
  made.after = own_value(after, match.after);
  made.why_not = why_not(before, after, match);
  if (!made.why_not.empty()) return made;
  const auto values = decided_in_both(items, *match.before, *match.after);
  if (values.empty())
    made.why_not = "there is no item on which it decided in both runs";
  else
    compare_on(after.plan, values, made);
  return made;
}

void give_verdicts(std::vector<ComparedCheck>& checks) {
  std::vector<double> p;
  for (const auto& check : checks)
    if (check.difference) p.push_back(check.difference->p);
  const auto adjusted = holm(p);
  std::size_t next = 0;
  for (auto& check : checks) {
    if (!check.difference) continue;
    check.p_adjusted = adjusted[next++];
    check.verdict = verdict_on(check.difference->difference, check.p_adjusted);
    if (!check.is_measure || check.verdict == ComparisonVerdict::cant_tell) continue;
    check.verdict = ComparisonVerdict::not_comparable;
    check.why_not = "a measure has no good direction";
  }
}

}  // namespace

std::string why_not_believed(const LoggedRun& run, std::size_t check) {
  const auto* summary = summary_of(run, check);
  if (!summary) return {};
  const auto trust = summary->trust.trust;
  if (trust == Trust::not_trusted) return "not trusted";
  return trust == Trust::waiting ? "waiting for ratings" : "";
}

ComparisonVerdict verdict_on(double difference, double p) {
  if (p >= significant || difference == 0) return ComparisonVerdict::cant_tell;
  return difference > 0 ? ComparisonVerdict::better : ComparisonVerdict::worse;
}

std::vector<ComparedCheck> compared_checks(const LoggedRun& before, const LoggedRun& after,
                                           std::span<const PairedItem> items) {
  std::vector<ComparedCheck> made;
  for (const auto& match : matched_checks(before.plan, after.plan))
    made.push_back(compared(before, after, items, match));
  give_verdicts(made);
  return made;
}

std::string_view moved(const ComparedCheck& check) {
  const bool by_more_than_chance =
      check.is_measure && check.difference &&
      verdict_on(check.difference->difference, check.p_adjusted) != ComparisonVerdict::cant_tell;
  if (!by_more_than_chance) return {};
  return check.difference->difference > 0 ? "higher" : "lower";
}

}  // namespace cairn
