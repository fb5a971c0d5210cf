// What tools gave, in rows of recorded answers.
#pragma once

#include <string_view>

#include "lang/plan.h"
#include "lang/value.h"

namespace cairn {

bool asks_a_tool(const Plan& plan, std::string_view check);

// A row as it was recorded, and what tools gave now as if it had been recorded too.
// `lines`: what the run log has of its sample.
Record with_tool_results(const Plan& plan, const Record& row, std::string_view lines);

}  // namespace cairn
