// The program.
#include <clocale>
#include <csignal>

#include "runtime/cli/command.h"

int main(int argc, char** argv) {
  // A closed pipe, or a file that may not grow, is met where it is written to.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  auto terminal = cairn::open_terminal("auto", false);
  return cairn::run_command_line({argv + 1, argv + argc}, terminal);
}
