// Where output goes, and what may be shown there.
//
// The answer goes to `out`, progress and messages to `err`. Colour follows
// CMake's documented order: --color, NO_COLOR, CLICOLOR_FORCE or FORCE_COLOR,
// CLICOLOR=0, TERM=dumb, and whether that stream is a terminal.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace cairn {

struct Stream {
  std::FILE* file = nullptr;
  bool is_terminal = false;
  bool colour = false;

  void print(std::string_view text) const;  // A closed pipe ends the program quietly.
};

struct Terminal {
  Stream out, err;
  bool unicode = true;
  std::size_t width = 80;
  bool quiet = false;

  // `error: …` and, behind it, what to type next.
  void refuse(std::string_view message, std::string_view next = {}) const;
};

// `choice`: auto, always or never.
Terminal open_terminal(std::string_view choice, bool ascii);

}  // namespace cairn
