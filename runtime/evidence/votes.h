// How the samples of a judge, or the ratings of a panel, make one verdict:
// language.md section 4, "Judges".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lang/program.h"
#include "lang/score_check.h"

namespace cairn {

struct Vote {
  std::optional<Value> verdict;  // Nothing: it could not be read, or is "can't tell".
  std::string reason;
  std::string why;  // Of one without a verdict.
};

struct Voted {
  Value verdict;       // A label or a number; a mean may lie between whole numbers.
  std::string reason;  // Of the first vote that says so.
};

// Over the votes with a verdict, if they are at least half of all. The majority
// is the label that most of them give, at least half; a tie is open. `called` is
// what messages call them: "votes", "ratings". REQUIRES: at least one vote.
std::variant<Voted, Open> decide_votes(const std::vector<Vote>& votes, program::DecideBy how,
                                       std::string_view called);

// Majority for labels, the mean for numbers, unless `written`.
program::DecideBy decided_by(std::optional<program::DecideBy> written, const program::Scale& scale);

}  // namespace cairn
