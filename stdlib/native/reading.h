// How hard a text is to read. Documented where it is declared: stdlib/reading.eval.
#pragma once

#include "stdlib/native.h"

namespace cairn {

// Of all words of an English text; a rule, not a dictionary.
double syllables(std::string_view text);

// Of one word in small letters of ASCII.
std::size_t syllables_in(std::string_view word);

}  // namespace cairn
