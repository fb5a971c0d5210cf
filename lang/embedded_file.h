// A file that is built into the program: lang/embed.cmake.
#pragma once

#include <string_view>

namespace cairn {

struct EmbeddedFile {
  std::string_view name;  // Without its folder: "text.eval".
  std::string_view text;
};

}  // namespace cairn
