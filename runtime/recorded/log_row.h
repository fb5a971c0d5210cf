// The records that a run log has of one sample, as the row of recorded answers
// that would have made them.
#pragma once

#include <vector>

#include "lang/plan.h"
#include "lang/value.h"

namespace cairn {

// Of `answer`, `evidence` and `rating` records; where two say the same, the later counts.
Record row_of_log(const Plan& plan, const std::vector<Record>& records);

}  // namespace cairn
