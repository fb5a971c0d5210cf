#include "runtime/cli/tool_permission.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

#include "runtime/tools/permission.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

fs::path state_folder() {
  if (const char* named = std::getenv("XDG_STATE_HOME"); named && *named == '/') return named;
  if (const char* home = std::getenv("HOME"); home && *home == '/')
    return fs::path(home) / ".local" / "state";
  return {};
}

bool says_yes(const std::string& line) { return line == "y" || line == "Y" || line == "yes"; }

// The user's own line, also where standard input is an answer. Ctrl-C leaves the program, as
// nothing has begun.
std::optional<std::string> line_from_terminal() {
  std::ifstream terminal("/dev/tty");
  if (!terminal) return std::nullopt;
  const auto before = std::signal(SIGINT, SIG_DFL);
  std::string line;
  const bool read = static_cast<bool>(std::getline(terminal, line));
  std::signal(SIGINT, before);
  return read ? std::optional(line) : std::nullopt;
}

// A yes is kept for tools; for programs with the user's rights it is for this time.
bool ask(const StartedPrograms& programs, bool confined, const Grants& grants,
         const std::string& content, const Terminal& terminal) {
  const bool once = !programs.models.empty() || !confined;
  terminal.err.print(fmt::format(
      "This eval starts programs on your machine:\n{}{} [y/N] ", in_words(programs, confined),
      once ? "Start them this time?" : "Allow exactly these, now and later?"));
  const auto line = line_from_terminal();
  if (!line || !says_yes(*line)) return false;
  if (!once && !grants.add(content))
    terminal.err.print("that cannot be kept (no folder for it), so it will be asked again\n");
  return true;
}

}  // namespace

fs::path guard_program() {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored).parent_path() / "cairn-guard";
}

bool may_start(const StartedPrograms& programs, bool confined, const Terminal& terminal) {
  const Grants grants(state_folder());
  const auto content = content_of(programs);
  if (programs.models.empty() && confined && grants.holds(content)) return true;
  return terminal.err.is_terminal && ask(programs, confined, grants, content, terminal);
}

void ask_for_permission(const Plan& plan, RunOptions& options, const Terminal& terminal) {
  if (options.allow_tools) return;
  const auto programs = programs_of(plan, false);
  if (!programs.any() || !may_start(programs, options.sandbox != SandboxLevel::none, terminal))
    return;
  options.allow_tools = true;
  options.allow_network = options.allow_network || programs.any_network();
}

}  // namespace cairn
