#include "runtime/tools/setup.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runtime/tools/permission.h"

namespace cairn {
namespace {

bool is_allowed(const StartedPrograms& programs, const RunOptions& options,
                Diagnostics& diagnostics) {
  if (!options.allow_tools) {
    const auto& first = *programs.tools.front();
    diagnostics
        .report(DiagnosticKind::run_starts_tools, {}, first.heading.name,
                fmt::format("{}", fmt::join(first.run, " ")))
        .with_help(
            "`cairn plan` lists every program; they run in a sandbox: allow them with "
            "`--allow-tools`");
    return false;
  }
  for (const auto* tool : programs.tools) {
    if (!tool->network || options.allow_network) continue;
    diagnostics.report(DiagnosticKind::run_wants_network, {}, tool->heading.name)
        .with_help("if you trust it and what it runs, allow it with `--allow-network`");
    return false;
  }
  return true;
}

// A program of the machine that a tool begins with; not one that a file of the answer is.
bool is_installed(const program::Tool& tool, Diagnostics& diagnostics) {
  if (tool.run.empty()) return true;
  const auto& word = tool.run.front();
  if (word.find('/') != word.npos || Sandbox::find_program(word)) return true;
  diagnostics.report(DiagnosticKind::run_no_program, {}, tool.heading.name, word)
      .with_help(
          "install it for all users: the sandbox shows /usr and /opt, and looks in "
          "/usr/local/bin, /usr/bin and /bin");
  return false;
}

}  // namespace

std::optional<std::unique_ptr<ToolRunner>> open_tools(const Plan& plan, const RunOptions& options,
                                                      const RunWorld& world, const ToolPlace& place,
                                                      Diagnostics& diagnostics) {
  const auto programs = programs_of(plan);
  if (programs.tools.empty()) return std::unique_ptr<ToolRunner>();
  if (!is_allowed(programs, options, diagnostics)) return std::nullopt;
  for (const auto* tool : programs.tools)
    if (!is_installed(*tool, diagnostics)) return std::nullopt;
  auto sandbox = Sandbox::open({.guard = world.guard, .level = options.sandbox});
  if (!sandbox) {
    diagnostics.report(DiagnosticKind::run_no_sandbox, {}, sandbox.error().what);
    return std::nullopt;
  }
  auto journal = Journal::open({.cache = world.project / ".cairn" / "cache" / "tools",
                                .journal = place.journal,
                                .run = place.run,
                                .mode = options.cache,
                                .resumed = place.resumed});
  if (!journal) {
    diagnostics.report(DiagnosticKind::data_unreadable, {}, journal.error().what);
    return std::nullopt;
  }
  return std::make_unique<ToolRunner>(plan, world.library.natives, *std::move(sandbox),
                                      *std::move(journal), options.stop);
}

}  // namespace cairn
