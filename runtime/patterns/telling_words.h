// Words by which texts can be told apart, or put together: failure_clusters.h.
#pragma once

#include <vector>

#include "runtime/patterns/failing_texts.h"

namespace cairn {

struct TellingWords {
  std::vector<WordNumber> words;  // At most 200, the most telling first.
  std::size_t compared = 0;
};

// Of failing texts against the others.
TellingWords words_of_failing(const FailureTable& table, const PlacedTexts& texts);

// Of texts that all fail: words that occur with another far more often than by chance,
// the most common first.
std::vector<WordNumber> words_that_go_together(const FailureTable& table, const PlacedTexts& texts);

}  // namespace cairn
