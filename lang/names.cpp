#include "lang/names.h"

#include <algorithm>

namespace cairn {
namespace {

bool is_lower(char byte) { return byte >= 'a' && byte <= 'z'; }
bool is_upper(char byte) { return byte >= 'A' && byte <= 'Z'; }
bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

}  // namespace

bool is_name(std::string_view word) {
  return !word.empty() && is_lower(word[0]) && std::ranges::all_of(word, [](char byte) {
    return is_lower(byte) || is_digit(byte) || byte == '_';
  });
}

bool is_loose(char byte) {
  return is_lower(byte) || is_upper(byte) || is_digit(byte) || byte == '_' || byte == '-' ||
         byte == '\'' || static_cast<unsigned char>(byte) >= 0x80;
}

std::string name_from(std::string_view words) {
  constexpr std::size_t longest = 40;
  std::string name;
  bool gap = false;
  for (std::size_t i = 0; i < words.size() && name.size() < longest; ++i) {
    const char byte = words[i];
    const bool hump = is_upper(byte) && i > 0 && is_lower(words[i - 1]);
    if (!is_lower(byte) && !is_upper(byte) && !is_digit(byte)) {
      gap = true;
      continue;
    }
    if (name.empty() && is_digit(byte)) continue;
    if ((gap || hump) && !name.empty()) name += '_';
    gap = false;
    name += is_upper(byte) ? static_cast<char>(byte - 'A' + 'a') : byte;
  }
  return name;
}

}  // namespace cairn
