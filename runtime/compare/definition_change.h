// What differs between the definitions of two runs, in words, and what it does to
// their scores: language.md section 8 (the three hashes).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/plan.h"

namespace cairn {

// A check of two plans by its place in each; without one, the plan lacks it.
struct MatchedCheck {
  std::optional<std::size_t> before, after;
};
// By name; of what is left, by what decides their verdicts: such a check was renamed.
// In the order of `after`; then those it lacks.
std::vector<MatchedCheck> matched_checks(const Plan& before, const Plan& after);

// What decides a check's verdicts and differs: "rule `a` → `b`", "its judge `grader`".
// Empty if the check's own hashes are equal.
std::vector<std::string> verdict_changes(const Plan& before, const PlannedCheck& a,
                                         const Plan& after, const PlannedCheck& b);

// What the score hash sees: checks, weights, gates, needs, who decides.
std::vector<std::string> score_changes(const Plan& before, const Plan& after);

// What the answers hash sees, and whom the answers are of: prompt, items, draw, model.
std::vector<std::string> answer_changes(const Plan& before, const Plan& after);

}  // namespace cairn
