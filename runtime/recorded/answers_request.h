// Which recorded answers a run scores: those that the command line or the eval names.
#pragma once

#include <optional>

#include "runtime/recorded/recorded_answers.h"
#include "runtime/run.h"

namespace cairn {

// Nothing after a mistake was reported: no answers are named, or what is named is not
// there, or would be overwritten.
std::optional<AnswersRequest> answers_request(const Plan& plan, const RunOptions& options,
                                              const RunWorld& world, std::size_t threads,
                                              Diagnostics& diagnostics);

}  // namespace cairn
