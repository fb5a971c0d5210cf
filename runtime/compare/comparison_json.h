// Comparisons as scripts read them: experience.md B10. Fields are only ever added, and
// what is undefined is null.
#pragma once

#include <string>
#include <vector>

#include "runtime/compare/comparison.h"

namespace cairn {

// {"schema":"cairn.compare/1", …}
std::string to_json(const RunComparison& comparison);

// {"schema":"cairn.leaderboard/1", …}, of the runs it was made of, in their order.
std::string to_json(const Leaderboard& board, const std::vector<LoggedRun>& runs);

}  // namespace cairn
