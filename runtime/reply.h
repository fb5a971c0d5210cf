// What expressions see of an answer besides its text: `reply`, and `prompt`.
#pragma once

#include "lang/evaluate.h"
#include "lang/plan.h"

namespace cairn {

// From a row of recorded answers: its `reply`, with times and costs as amounts.
Value reply_of(const Record& row);

// What was sent: all texts of the plan's prompt, one after the other. Missing, with
// the reason, where the prompt cannot be filled or there is none.
Value rendered_prompt(const Plan& plan, const Scope& scope, NativeTable natives);

}  // namespace cairn
