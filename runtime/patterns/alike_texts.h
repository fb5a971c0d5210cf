// Texts put together by the words that they share. Deterministic: words are taken in
// the order given, texts in theirs.
//
// A word joins the first set whose first word occurs in nearly the same texts (of those
// with either, at least a third have both), else it begins a set: leader clustering
// (Hartigan 1975, chapter 3). A text then goes to the set of which it has the largest
// share of words, at least half of them or the first.
#pragma once

#include <span>
#include <vector>

#include "runtime/patterns/text_words.h"

namespace cairn {

struct AlikeTexts {
  std::vector<WordNumber> words;  // The first is what the others go with.
  std::vector<std::size_t> texts;
};

// `telling`: the words that count, the most telling first. The largest set first.
std::vector<AlikeTexts> alike_texts(const TextWords& words, std::span<const std::size_t> texts,
                                    std::span<const WordNumber> telling);

// Of the texts that have either, the share that has both (Jaccard 1901). Both sorted.
double shared_texts(std::span<const std::size_t> a, std::span<const std::size_t> b);

// Of each word of `telling`, which of the texts have it.
std::vector<std::vector<std::size_t>> texts_with(const TextWords& words,
                                                 std::span<const std::size_t> texts,
                                                 std::span<const WordNumber> telling);

}  // namespace cairn
