// `cairn plan`: what a run would ask of whom, in words or as a plan to run.
#include <fmt/format.h>

#include "lang/describe_plan.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/files.h"
#include "runtime/cli/messages.h"
#include "runtime/cli/planning.h"
#include "stdlib/stdlib.h"

namespace cairn {

int run_plan(const CommandLine& typed, Terminal& terminal) {
  const auto files = runnable_files(typed.words, terminal);
  if (!files) return exit_code::nothing_run;
  const bool as_json = typed.has("--json");
  if (as_json && files->size() > 1) {
    terminal.refuse(fmt::format("`--json` prints one plan, but there are {} files", files->size()),
                    "name one .eval file");
    return exit_code::nothing_run;
  }
  bool sound = true;
  for (const auto& path : *files) {
    const auto loader = loader_for(path);
    const auto plan = plan_or_say(path, *loader, terminal);
    sound = sound && plan.has_value();
    if (!plan) continue;
    if (as_json)
      terminal.out.print(to_json(*plan) + "\n");
    else
      terminal.out.print(
          describe_plan(*plan, facts_of(*plan, *loader, standard_library()), standard_library()));
  }
  return sound ? exit_code::done : exit_code::nothing_run;
}

}  // namespace cairn
