// How many single edits turn one text into another, over code points.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cairn {

// Insert, delete, substitute at 1 each (Levenshtein 1965), by Myers' bit vectors.
std::size_t levenshtein_distance(std::string_view a, std::string_view b);

// The same question with an end: far faster where the texts differ by more.
bool is_within_distance(std::string_view a, std::string_view b, std::size_t most);

struct EditCosts {
  std::size_t substitution = 1;
  bool transpositions = false;  // Two neighbours swapped cost 1 (Damerau 1964), unrestricted.
};

// In plain dynamic programming. Nothing for two texts too long for its table.
std::optional<std::size_t> weighted_distance(std::string_view a, std::string_view b,
                                             EditCosts costs);

// Positions at which they differ, and one for each that only one of them has.
std::size_t hamming_distance(std::string_view a, std::string_view b);

std::u32string code_points(std::string_view text);

}  // namespace cairn
