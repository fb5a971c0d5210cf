// How table tests write what a native gives: a list of texts as one line.
#pragma once

#include <fmt/format.h>

#include <string>

#include "stdlib/native.h"

namespace cairn {

// "a | b | c"; line breaks as "\n".
inline std::string in_one_line(const Texts& texts) {
  std::string out;
  for (const auto& text : texts) {
    if (&text != &texts.front()) out += " | ";
    for (const char c : text) out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out;
}

// What was found, or "missing: why".
template <class T>
std::string in_one_line(const Found<T>& found) {
  if (const auto* absent = std::get_if<Missing>(&found)) return "missing: " + absent->why;
  if constexpr (std::is_same_v<T, Texts>)
    return in_one_line(std::get<T>(found));
  else
    return fmt::format("{}", std::get<T>(found));
}

}  // namespace cairn
