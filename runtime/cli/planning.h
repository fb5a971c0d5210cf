// From the path of a `.eval` to its plan, as every command that runs or shows one makes it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "lang/compile.h"
#include "lang/data/loader.h"
#include "lang/plan.h"
#include "runtime/cli/terminal.h"

namespace cairn {

// The plan of a file that was compiled without an error and has an eval. Its
// folder is absolute, so that the plan can be run from anywhere on this machine.
Plan plan_of(const Compilation& compiled, const std::string& path);

// `--model` and `--prompt`, over what the eval says; empty: as it says.
struct PlanChoices {
  std::string model;   // A model block's name, or "provider/name".
  std::string prompt;  // A prompt block's name.
};

// Puts them into the program. False after saying that there is no such block.
bool choose(const PlanChoices& choices, program::Program& program, const Terminal& terminal);

// Compiles, shows mistakes and warnings on `err`, plans. Nothing, after saying
// why, if there is a mistake or the file is a library without an `eval`.
std::optional<Plan> plan_or_say(const std::string& path, Loader& loader, const Terminal& terminal,
                                const PlanChoices& choices = {});

}  // namespace cairn
