#include "runtime/cli/tool_permission.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "lang/utf8.h"
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

}  // namespace

fs::path guard_program() {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored).parent_path() / "cairn-guard";
}

void ask_for_permission(const Plan& plan, RunOptions& options, const Terminal& terminal) {
  const auto programs = programs_of(plan);
  if (options.allow_tools || !programs.any()) return;
  const Grants grants(state_folder());
  const auto content = content_of(programs);
  bool allowed = grants.holds(content);
  if (!allowed && terminal.err.is_terminal && isatty(STDIN_FILENO)) {
    terminal.err.print(
        fmt::format("This eval starts programs on your machine{}:\n{}Allow exactly these, now and "
                    "later? [y/N] ",
                    programs.tools.empty() ? "" : ", in a sandbox", printable(in_words(programs))));
    std::string line;
    allowed = std::getline(std::cin, line) && says_yes(line);
    if (allowed) grants.add(content);
  }
  if (!allowed) return;
  options.allow_tools = true;
  options.allow_network = options.allow_network || programs.any_network();
}

}  // namespace cairn
