// Words and characters as a reader counts them: Unicode's boundaries (UAX #29).
//
// Pieces between ASCII blanks that are pure ASCII never reach ICU: the same rules
// are a small table there. A property test holds both against each other.
#pragma once

#include <string_view>

#include "stdlib/native.h"

namespace cairn {

// A word is what stands between two word boundaries and has a letter or a digit
// in it: "don't" and "2.5" are one, "well-known" is two.
TextViews words_in(std::string_view text);
std::size_t count_words(std::string_view text);

// User-perceived characters: an accented letter, an emoji with its skin tone and
// a line break are one each, however many code points they take.
TextViews characters_in(std::string_view text);
std::size_t count_characters(std::string_view text);

Texts words(std::string_view passage);
double word_count(std::string_view passage);
Texts characters(std::string_view passage);
double char_count(std::string_view passage);

}  // namespace cairn
