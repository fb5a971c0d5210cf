// Asks at the terminal whether the programs of an eval may be started, and remembers the
// answer for exactly these programs.
#pragma once

#include <filesystem>

#include "lang/plan.h"
#include "runtime/cli/terminal.h"
#include "runtime/run.h"

namespace cairn {

// The program that keeps tools in their sandbox: it stands beside `cairn`.
std::filesystem::path guard_program();

// Sets `allow_tools` where the user allowed these programs before, or does now; leaves the
// options as they are where there is nothing to allow, or nobody to ask.
void ask_for_permission(const Plan& plan, RunOptions& options, const Terminal& terminal);

}  // namespace cairn
