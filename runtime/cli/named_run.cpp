#include "runtime/cli/named_run.h"

#include <filesystem>

#include "runtime/disk_loader.h"
#include "runtime/runs.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

std::string name_to_type(const std::filesystem::path& project, const LoggedRun& run,
                         const std::string& typed) {
  const auto by_id = find_run(project, run.id);
  std::error_code ignored;
  const bool is_it = by_id && std::filesystem::equivalent(*by_id, run.path, ignored);
  return is_it ? run.id : typed;
}

}  // namespace

std::optional<LoggedRun> run_named(const std::string& typed, LogDetail detail,
                                   const Terminal& terminal) {
  const auto project = project_of(std::filesystem::current_path());
  const auto log = find_run(project, typed);
  if (!log) {
    terminal.refuse(log.error().what);
    return std::nullopt;
  }
  DiskLoader loader;
  auto run = read_logged_run(loader, log->string(), standard_library(), detail);
  if (!run) {
    terminal.refuse(run.error().what);
    return std::nullopt;
  }
  run->summary.named = name_to_type(project, *run, typed);
  return *std::move(run);
}

}  // namespace cairn
