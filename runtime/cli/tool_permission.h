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

// Whether the user allows these programs: did so before, or does now at the terminal.
// `confined`: tools run in a sandbox.
bool may_start(const StartedPrograms& programs, bool confined, const Terminal& terminal);

// The same for commands that start what the checks and judges of a plan need.
void ask_for_permission(const Plan& plan, RunOptions& options, const Terminal& terminal);

}  // namespace cairn
