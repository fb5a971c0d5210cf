#include "runtime/tools/setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lang/words.h"
#include "runtime/tools/permission.h"

namespace cairn {
namespace {

bool is_allowed(const StartedPrograms& programs, const RunOptions& options,
                Diagnostics& diagnostics) {
  if (!options.allow_tools) {
    const auto& first = *programs.tools.front();
    auto& said = diagnostics.report(DiagnosticKind::run_starts_tools, {}, first.heading.name,
                                    as_command(first.run));
    if (programs.tools.size() > 1)
      said.with_help("all that it starts:\n" +
                     in_words(programs, options.sandbox != SandboxLevel::none));
    said.with_help(options.sandbox == SandboxLevel::none
                       ? "they would run with your rights: allow them with `--allow-tools`"
                       : "they run in a sandbox: allow them with `--allow-tools`");
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

// What the scripts of the library's tools start.
struct LibraryNeeds {
  std::string_view tool, program;
};
constexpr LibraryNeeds library_needs[] = {
    {"std.cpp_compiles", "g++"},
    {"std.cpp_passes", "g++"},
    {"std.node_passes", "node"},
    {"std.python_passes", "python3"},
};

// A path of the machine is seen in the sandbox only below these.
bool is_seen_inside(std::string_view path) {
  constexpr std::array folders = {"/usr/", "/opt/", "/bin/", "/sbin/", "/nix/store/"};
  std::error_code ignored;
  return std::filesystem::exists(path, ignored) &&
         std::ranges::any_of(folders, [&](const char* one) { return path.starts_with(one); });
}

// A program of the machine; not one that a file of the answer is.
bool is_there(std::string_view word, bool confined) {
  std::error_code ignored;
  if (word.starts_with('/'))
    return confined ? is_seen_inside(word) : std::filesystem::exists(word, ignored);
  return word.find('/') != word.npos || Sandbox::find_program(word);
}

bool is_installed(const program::Tool& tool, bool confined, Diagnostics& diagnostics) {
  std::vector<std::string_view> words;
  if (!tool.run.empty()) words.push_back(tool.run.front());
  for (const auto& [name, program] : library_needs)
    if (tool.heading.name == name) words.push_back(program);
  for (const auto word : words) {
    if (is_there(word, confined)) continue;
    diagnostics.report(DiagnosticKind::run_no_program, {}, tool.heading.name, word)
        .with_help(
            "install it for all users: the sandbox shows /usr and /opt, and looks in "
            "/usr/local/bin, /usr/bin and /bin");
    return false;
  }
  return true;
}

}  // namespace

std::optional<std::unique_ptr<ToolRunner>> open_tools(const Plan& plan, const RunOptions& options,
                                                      const RunWorld& world, const ToolPlace& place,
                                                      Diagnostics& diagnostics) {
  const auto programs = programs_of(plan, false);
  if (programs.tools.empty()) return std::unique_ptr<ToolRunner>();
  if (!is_allowed(programs, options, diagnostics)) return std::nullopt;
  const bool confined = options.sandbox != SandboxLevel::none;
  for (const auto* tool : programs.tools)
    if (!is_installed(*tool, confined, diagnostics)) return std::nullopt;
  auto sandbox = Sandbox::open({.guard = world.guard, .level = options.sandbox});
  if (!sandbox) {
    diagnostics.report(DiagnosticKind::run_no_sandbox, {}, sandbox.error().what)
        .with_help(
            "install bubblewrap; in a machine that holds nothing of worth, `--sandbox none` "
            "runs programs without one");
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
