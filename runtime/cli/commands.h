// The commands' functions: one file each. What they do is said in table.cpp.
#pragma once

#include "runtime/cli/command.h"

namespace cairn {

int run_check(const CommandLine& typed, Terminal& terminal);
int run_models(const CommandLine& typed, Terminal& terminal);
int run_new(const CommandLine& typed, Terminal& terminal);
int run_plan(const CommandLine& typed, Terminal& terminal);
int run_explain(const CommandLine& typed, Terminal& terminal);
int run_functions(const CommandLine& typed, Terminal& terminal);
int run_fmt(const CommandLine& typed, Terminal& terminal);
int run_show(const CommandLine& typed, Terminal& terminal);
int run_report(const CommandLine& typed, Terminal& terminal);
int run_compare(const CommandLine& typed, Terminal& terminal);
int run_runs(const CommandLine& typed, Terminal& terminal);
int run_test(const CommandLine& typed, Terminal& terminal);
int run_try(const CommandLine& typed, Terminal& terminal);
int run_run(const CommandLine& typed, Terminal& terminal);

}  // namespace cairn
