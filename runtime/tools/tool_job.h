// A tool with everything filled in for one answer: the files, the input, the tool it runs
// after, and the key under which its result is kept.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lang/plan.h"
#include "lang/score_check.h"
#include "runtime/sandbox/sandbox_level.h"

namespace cairn {

struct ToolJob {
  const program::Tool* tool = nullptr;                     // Borrowed from the plan.
  std::vector<std::pair<std::string, std::string>> files;  // Name in the work folder, content.
  std::string input;
  std::unique_ptr<ToolJob> after;  // Whose kept files it begins with.
  std::string key;  // Of all of this and the sandbox it runs in; 32 hexadecimal digits.
};

// Why there is none: something of the answer is missing, or the plan cannot be meant.
using FilledTool = std::variant<std::unique_ptr<ToolJob>, AnswerFailed, Open>;

// `element`: as the check asks about it. What a tool takes is evaluated where the check
// sees it, everything else where the tool does.
FilledTool tool_job(const Plan& plan, const program::Check& check, const AskedElement& element,
                    NativeTable natives, SandboxLevel level);

// What changes when the programs of a tool do: size and age of every program that its
// command names, also inside a text for `sh -c`, or a script that is the same for all answers.
std::string versions_of_programs(const program::Tool& tool);

}  // namespace cairn
