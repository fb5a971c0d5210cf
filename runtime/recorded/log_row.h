// The records that a run log has of one sample, as the row of recorded answers
// that would have made them.
#pragma once

#include <string_view>
#include <vector>

#include "lang/plan.h"
#include "lang/value.h"

namespace cairn {

// Of `answer`, `evidence` and `rating` records; where two say the same, the later counts.
Record row_of_log(const Plan& plan, const std::vector<Record>& records);

// Likewise, of the lines as they stand in the log.
Record row_of_log(const Plan& plan, std::string_view lines);

}  // namespace cairn
