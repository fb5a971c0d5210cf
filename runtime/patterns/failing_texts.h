// What failing answers say, and what checks say of them: the texts of clusters.
#pragma once

#include <span>
#include <vector>

#include "runtime/patterns/failure_table.h"
#include "runtime/patterns/text_words.h"

namespace cairn {

struct TextPlace {
  ItemIndex item = 0;
  std::size_t sample = 0;
};

// Texts and the answers they are of, in the order of the eval.
struct PlacedTexts {
  TextWords words;
  std::vector<TextPlace> places;
  std::vector<bool> failing;  // The answer failed; else it passed.
};

// Answers fail that failed a check that counts. Where fewer than a tenth fail, or do
// not, a single check decides if it divides them more evenly. Answers without a text,
// or of which that is open, are left out.
PlacedTexts texts_of_answers(const LoggedRun& run, const FailureTable& table);

// Why answers failed one check.
PlacedTexts texts_of_reasons(const FailureTable& table, std::size_t check);

// The first text of each item, or of each group, that does or does not fail.
std::vector<std::size_t> one_of_each_unit(const FailureTable& table, const PlacedTexts& texts,
                                          bool failing);

}  // namespace cairn
