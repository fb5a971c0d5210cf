#include "runtime/compare/comparison.h"

#include <algorithm>
#include <array>

#include "runtime/compare/compared_checks.h"
#include "runtime/compare/crossed.h"
#include "runtime/compare/run_change.h"
#include "runtime/stats/power.h"
#include "runtime/stats/ranks.h"

namespace cairn {
namespace {

std::string why_not_comparable(const RunComparison& made) {
  const auto otherwise = why_scored_otherwise(made.changes);
  if (!otherwise.empty()) return "the scores are made otherwise: " + otherwise;
  if (made.items == 0) return "there is no item that both runs scored";
  return {};
}

std::vector<PairedValue> scored_in_both(const std::vector<PairedItem>& items) {
  std::vector<PairedValue> made;
  for (const auto& item : items)
    if (item.before->score && item.after->score)
      made.push_back({&item, {*item.before->score, *item.after->score, item.group}});
  return made;
}

void add_correlations(std::span<const Pair> pairs, RunComparison& made) {
  std::vector<double> before, after;
  for (const auto& pair : pairs) {
    before.push_back(pair.before);
    after.push_back(pair.after);
  }
  const auto value = [](const std::optional<Correlation>& found) {
    return found ? std::optional(found->value) : std::nullopt;
  };
  made.pearson = value(pearson(before, after));
  made.spearman = value(spearman(before, after));
  made.kendall = value(kendall(before, after));
}

void compare_scores(const Plan& plan, const std::vector<PairedItem>& items, RunComparison& made) {
  const auto values = scored_in_both(items);
  made.items = values.size();
  if (values.empty()) return;
  const auto pairs = pairs_of(values);
  made.score = paired_difference(pairs);
  made.paired_t_p = paired_t_p(pairs);
  made.wilcoxon = wilcoxon(pairs);
  auto crossings = crossings_of(plan, values);
  made.fixed = std::move(crossings.fixed);
  made.broke = std::move(crossings.broke);
  made.fixed_in = std::move(crossings.fixed_in);
  made.broke_in = std::move(crossings.broke_in);
  add_correlations(pairs, made);
  if (made.score->error > 0) made.detectable = detectable_difference(made.score->error);
}

void judge_score(RunComparison& made) {
  if (!made.comparable) return;
  made.verdict = verdict_on(made.score->difference, made.score->p);
  if (made.verdict == ComparisonVerdict::cant_tell)
    made.items_to_settle = items_to_settle(made.items, made.score->error, made.score->difference);
}

}  // namespace

std::string_view to_string(ComparisonVerdict verdict) {
  constexpr std::array<std::string_view, 4> words = {"better", "worse", "can't tell",
                                                     "not comparable"};
  return words[static_cast<std::size_t>(verdict)];
}

bool RunComparison::anything_worse() const {
  return verdict == ComparisonVerdict::worse ||
         std::ranges::any_of(checks, [](const ComparedCheck& check) {
           return check.verdict == ComparisonVerdict::worse;
         });
}

RunComparison compare(const LoggedRun& before, const LoggedRun& after) {
  RunComparison made{.before = before.id, .after = after.id};
  auto items = paired_items(before, after);
  made.only_before = items.only_before;
  made.only_after = items.only_after;
  made.changed_items = std::move(items.changed);
  made.changes = run_changes(before, after);
  compare_scores(after.plan, items.pairs, made);
  made.why_not = why_not_comparable(made);
  made.comparable = made.why_not.empty();
  judge_score(made);
  made.checks = compared_checks(before, after, items.pairs);
  return made;
}

}  // namespace cairn
