#include "runtime/cli/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>

#include "lang/utf8.h"

namespace cairn {
namespace {

// An empty variable counts as unset.
std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

bool wants_colour(std::string_view choice, bool is_terminal) {
  if (choice == "always") return true;
  if (choice == "never") return false;
  if (!variable("NO_COLOR").empty()) return false;
  const auto force = variable("CLICOLOR_FORCE");
  if ((!force.empty() && force != "0") || !variable("FORCE_COLOR").empty()) return true;
  if (variable("CLICOLOR") == "0" || variable("TERM") == "dumb") return false;
  return is_terminal;
}

bool knows_unicode() {
  auto locale = variable("LC_ALL");
  if (locale.empty()) locale = variable("LC_CTYPE");
  if (locale.empty()) locale = variable("LANG");
  const auto term = variable("TERM");
  if (term == "linux" || term == "dumb") return false;
  // Without a locale (containers, CI) the reader is nearly always UTF-8.
  if (locale.empty() || locale == "C" || locale == "POSIX") return isatty(STDOUT_FILENO) == 0;
  return locale.find("UTF-8") != locale.npos || locale.find("utf8") != locale.npos ||
         locale.find("UTF8") != locale.npos || locale.find("utf-8") != locale.npos;
}

std::size_t columns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const auto text = variable("COLUMNS");
  std::size_t width = 0;
  std::from_chars(text.data(), text.data() + text.size(), width);
  return width >= 20 ? width : 80;
}

Stream open_stream(std::FILE* file, int descriptor, std::string_view choice) {
  const bool is_terminal = isatty(descriptor) == 1;
  return {file, is_terminal, wants_colour(choice, is_terminal)};
}

}  // namespace

void Stream::print(std::string_view text) const {
  if (std::fwrite(text.data(), 1, text.size(), file) == text.size()) return;
  if (errno == EPIPE) std::_Exit(0);
}

void Terminal::refuse(std::string_view message, std::string_view next) const {
  err.print(fmt::format("{}error:{} {}\n", err.colour ? "\x1b[1;31m" : "",
                        err.colour ? "\x1b[0m" : "", printable(message)));
  if (!next.empty()) err.print(fmt::format("  {}\n", printable(next)));
}

Terminal open_terminal(std::string_view choice, bool ascii) {
  Terminal terminal;
  terminal.out = open_stream(stdout, STDOUT_FILENO, choice);
  terminal.err = open_stream(stderr, STDERR_FILENO, choice);
  terminal.unicode = !ascii && knows_unicode();
  terminal.width = columns();
  return terminal;
}

}  // namespace cairn
