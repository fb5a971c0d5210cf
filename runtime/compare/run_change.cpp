#include "runtime/compare/run_change.h"

#include <fmt/format.h>

#include "runtime/compare/compared_checks.h"
#include "runtime/compare/definition_change.h"

namespace cairn {
namespace {

bool counts(const LoggedRun& run, std::size_t check) {
  return check < run.counts.size() && run.counts[check];
}

// The same checks, of which another number is in the score: a judge that one run trusts.
void add_counting_changes(const LoggedRun& before, const LoggedRun& after,
                          std::vector<DefinitionChange>& changes) {
  for (const auto& [in_before, in_after] : matched_checks(before.plan, after.plan)) {
    if (!in_before || !in_after) continue;
    const bool then = counts(before, *in_before), now = counts(after, *in_after);
    const auto& lacking = then ? after : before;
    const auto why = why_not_believed(lacking, then ? *in_after : *in_before);
    // Where weight or gate made the difference, that was said.
    if (then == now || why.empty()) continue;
    changes.push_back({fmt::format("check `{}`: {} in {}, so it counts in {} alone",
                                   after.plan.checks[*in_after].check.heading.name, why, lacking.id,
                                   (then ? before : after).id)});
  }
}

void add_circumstances(const LoggedRun& before, const LoggedRun& after,
                       std::vector<DefinitionChange>& changes) {
  const auto add = [&](std::string what) { changes.push_back({std::move(what), false}); };
  if (before.summary.recorded != after.summary.recorded)
    add(fmt::format("the answers of {} were recorded before, those of {} asked for",
                    (before.summary.recorded ? before : after).id,
                    (before.summary.recorded ? after : before).id));
  if (before.cairn != after.cairn) add(fmt::format("cairn {} → {}", before.cairn, after.cairn));
}

}  // namespace

std::vector<DefinitionChange> run_changes(const LoggedRun& before, const LoggedRun& after) {
  std::vector<DefinitionChange> changes;
  if (before.plan.hashes.score != after.plan.hashes.score) {
    for (auto& what : score_changes(before.plan, after.plan)) changes.push_back({std::move(what)});
    if (changes.empty()) changes.push_back({"the definition of the score"});
  }
  add_counting_changes(before, after, changes);
  for (auto& what : answer_changes(before.plan, after.plan))
    changes.push_back({std::move(what), false});
  add_circumstances(before, after, changes);
  return changes;
}

std::string why_scored_otherwise(const std::vector<DefinitionChange>& changes) {
  std::size_t breaking = 0;
  const DefinitionChange* first = nullptr;
  for (const auto& change : changes) {
    if (!change.breaks_score) continue;
    if (!first) first = &change;
    ++breaking;
  }
  if (!first) return {};
  return breaking == 1 ? first->what : fmt::format("{}, and {} more", first->what, breaking - 1);
}

}  // namespace cairn
