// The words of expressions, from vocabulary.def.
#pragma once

#include <span>
#include <string_view>

namespace cairn {

struct WordInfo {
  std::string_view word;    // "does not contain"
  std::string_view sample;  // An expression that uses it.
  std::string_view help;    // One line.
};

std::span<const WordInfo> word_infos();

}  // namespace cairn
