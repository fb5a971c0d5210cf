// Words that are written with a point which ends no sentence.
#pragma once

#include <string_view>

namespace cairn {

enum class Point {
  ends,              // No abbreviation that is known.
  never,             // "Mr.", "e.g.": something always follows.
  before_number,     // "No. 5", "p. 12", "Jan. 3": ends nothing when a digit follows.
  before_a_starter,  // "U.S.", "Inc.", "J.": ends only before a word that begins sentences.
};

// What the point behind `word` means. `word` has no point at its end; it may
// have some inside ("U.S").
Point point_after(std::string_view word);

// Whether `word` is one that sentences begin with and names do not: "The", "How".
bool is_starter(std::string_view word);

// "3. Mai": a number's point before a month is no end in German.
bool is_german_month(std::string_view word);

}  // namespace cairn
