// What the model under test is sent: the plan's prompt, filled for one item.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "lang/evaluate.h"
#include "lang/plan.h"
#include "lang/result.h"
#include "runtime/asking/media.h"

namespace cairn {

// A turn that the model answers.
struct ModelTurn {};
using ScriptLine = std::variant<Message, ModelTurn>;

// A conversation in its order; the last line is a ModelTurn. A failure says what of the
// prompt could not be filled or sent. REQUIRES: the plan has a prompt.
Result<std::vector<ScriptLine>> script_of(const Plan& plan, const Scope& scope, NativeTable natives,
                                          MediaFiles& media);

std::size_t model_turns(const std::vector<ScriptLine>& script);

// What is sent at the turn behind `replies`: all lines before it.
std::vector<Message> messages_at(const std::vector<ScriptLine>& script,
                                 const std::vector<std::string>& replies);

}  // namespace cairn
