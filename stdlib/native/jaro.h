// Jaro's and Winkler's measures for names, and Soundex (Russell 1918).
#pragma once

#include <string>
#include <string_view>

namespace cairn {

// Jaro (1989): shared characters no further apart than half the longer text, and
// how many of them are out of order. 1 for two empty texts.
double jaro_similarity(std::string_view a, std::string_view b);

struct PrefixBonus {
  double scale = 0.1;  // Of what is left to 1, for each character of the shared start.
  std::size_t most = 4;
  double from = 0.7;  // Only where Jaro's measure is above it (Winkler 1990).
};
double jaro_winkler_similarity(std::string_view a, std::string_view b, PrefixBonus bonus = {});

// "Robert" and "Rupert" are R163. Empty for an empty text.
std::string soundex_code(std::string_view name);

}  // namespace cairn
