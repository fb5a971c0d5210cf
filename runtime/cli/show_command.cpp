// `cairn show`: one item of a run, with its answers, evidence and verdicts.
#include <filesystem>

#include "runtime/cli/commands.h"
#include "runtime/cli/style.h"
#include "runtime/disk_loader.h"
#include "runtime/report/shown.h"
#include "runtime/runs.h"

namespace cairn {

int run_show(const CommandLine& typed, Terminal& terminal) {
  const auto project = project_of(std::filesystem::current_path());
  const auto log = find_run(project, typed.words[0]);
  if (!log) {
    terminal.refuse(log.error().what);
    return exit_code::nothing_run;
  }
  DiskLoader loader;
  const auto& id = typed.words[1];
  const auto item = shown_item(loader, log->string(), id);
  if (!item) {
    terminal.refuse(item.error().what);
    return exit_code::nothing_run;
  }
  terminal.out.print(report(*item, id, style_of(terminal)));
  return exit_code::done;
}

}  // namespace cairn
