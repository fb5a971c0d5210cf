// The program.
#include <clocale>
#include <csignal>

#include "runtime/cli/command.h"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // A closed pipe is met where it is written to.
  auto terminal = cairn::open_terminal("auto", false);
  return cairn::run_command_line({argv + 1, argv + argc}, terminal);
}
