#include "runtime/patterns/telling_words.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>

#include "runtime/patterns/alike_texts.h"
#include "runtime/stats/multiple.h"
#include "runtime/stats/shares.h"

namespace cairn {
namespace {

constexpr double word_level = 0.01;
constexpr double least_ratio = 2;       // A word that tells is twice as common.
constexpr std::size_t least_texts = 4;  // That a word must be in, to be looked at.
constexpr std::size_t most_telling = 200;
constexpr std::size_t least_speakers = 3;

// Of each word, in how many of the texts it is.
struct WordCounts {
  std::vector<std::size_t> of_word;
  std::size_t texts = 0;
  std::size_t length = 0;  // Of all texts.
};

WordCounts counts_of(const TextWords& words, std::span<const std::size_t> texts) {
  WordCounts made{std::vector<std::size_t>(words.words()), texts.size()};
  for (const auto text : texts) {
    made.length += words.length(text);
    for (const auto word : words.of(text)) ++made.of_word[word];
  }
  return made;
}

// A word in the failing texts, and in the others.
struct WordTwice {
  WordNumber word = 0;
  Counted failing, others;
  double share_failing() const { return share(failing); }
  double share_others() const { return share(others); }
  static double share(Counted one) {
    return static_cast<double>(one.hits) / static_cast<double>(one.of);
  }

  // Log odds of failing over others, in standard errors; the prior is a tenth of what
  // is known of the word in all texts.
  double log_odds() const {
    const double prior = 0.1 * static_cast<double>(failing.hits + others.hits);
    const double prior_texts = 0.1 * static_cast<double>(failing.of + others.of);
    const auto odds = [&](Counted one) {
      const double hits = static_cast<double>(one.hits) + prior;
      return std::log(hits / (static_cast<double>(one.of) + prior_texts - hits + 0.5));
    };
    const double variance = 1 / (static_cast<double>(failing.hits) + prior) +
                            1 / (static_cast<double>(others.hits) + prior);
    return (odds(failing) - odds(others)) / std::sqrt(variance);
  }
};

// How much longer the failing texts are; not below 1.
double longer_by(const WordCounts& failing, const WordCounts& others) {
  const double here = static_cast<double>(failing.length) / static_cast<double>(failing.texts);
  const double there = static_cast<double>(others.length) / static_cast<double>(others.texts);
  return there > 0 ? std::max(1.0, here / there) : 1;
}

std::vector<WordTwice> words_in_both(const WordCounts& failing, const WordCounts& others) {
  std::vector<WordTwice> made;
  for (WordNumber word = 0; word < failing.of_word.size(); ++word) {
    const auto here = failing.of_word[word], there = others.of_word[word];
    if (here + there >= least_texts)
      made.push_back({word, {here, failing.texts}, {there, others.texts}});
  }
  return made;
}

// That of the texts with the word so many fail, if it were met at the same pace in all:
// the conditional test of two rates (Przyborowski and Wilenski 1940).
double chance_of_rates(const WordTwice& word, double longer) {
  const double exposed = static_cast<double>(word.failing.of) * longer;
  const double share = exposed / (exposed + static_cast<double>(word.others.of));
  const boost::math::binomial_distribution<double> hits(
      static_cast<double>(word.failing.hits + word.others.hits), share);
  const auto fewer = static_cast<double>(word.failing.hits) - 1;
  return std::min(1.0, 2 * boost::math::cdf(boost::math::complement(hits, fewer)));
}

// 1 for words that cannot tell, whatever their p.
double chance_of_word(const WordTwice& word, double longer) {
  if (word.share_failing() < least_ratio * longer * word.share_others()) return 1;
  const double of_texts = fisher_p(word.failing, word.others);
  return longer > 1 ? std::max(of_texts, chance_of_rates(word, longer)) : of_texts;
}

}  // namespace

TellingWords words_of_failing(const FailureTable& table, const PlacedTexts& texts) {
  const auto failing = counts_of(texts.words, one_of_each_unit(table, texts, true));
  const auto others = counts_of(texts.words, one_of_each_unit(table, texts, false));
  if (failing.texts < least_speakers || others.texts < least_speakers) return {};
  auto words = words_in_both(failing, others);
  const double longer = longer_by(failing, others);
  std::vector<double> p;
  for (const auto& word : words) p.push_back(chance_of_word(word, longer));
  const auto adjusted = benjamini_hochberg(p);
  std::vector<WordTwice> telling;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (adjusted[i] < word_level) telling.push_back(words[i]);
  std::ranges::stable_sort(telling, std::greater{}, &WordTwice::log_odds);
  if (telling.size() > most_telling) telling.resize(most_telling);
  TellingWords made{{}, words.size()};
  for (const auto& one : telling) made.words.push_back(one.word);
  return made;
}

std::vector<WordNumber> words_that_go_together(const FailureTable& table,
                                               const PlacedTexts& texts) {
  const auto speakers = one_of_each_unit(table, texts, true);
  const auto counts = counts_of(texts.words, speakers);
  std::vector<WordNumber> common;
  for (WordNumber word = 0; word < counts.of_word.size(); ++word)
    if (counts.of_word[word] >= least_texts && 2 * counts.of_word[word] <= counts.texts)
      common.push_back(word);
  std::ranges::stable_sort(common, std::greater{},
                           [&](WordNumber word) { return counts.of_word[word]; });
  if (common.size() > most_telling) common.resize(most_telling);
  const auto texts_of = texts_with(texts.words, speakers, common);
  const double pairs = static_cast<double>(common.size() * common.size()) / 2;
  std::vector<bool> together(common.size());
  for (std::size_t b = 1; b < common.size(); ++b)
    for (std::size_t a = 0; a < b; ++a) {
      const double shared = shared_texts(texts_of[a], texts_of[b]);
      if (shared < 0.5) continue;
      const auto size_a = texts_of[a].size(), size_b = texts_of[b].size();
      // shared = both / (a + b - both).
      const auto both = static_cast<std::size_t>(
          std::llround(shared * static_cast<double>(size_a + size_b) / (1 + shared)));
      const double p = fisher_p({both, size_a}, {size_b - both, speakers.size() - size_a});
      if (p * pairs < word_level) together[a] = together[b] = true;
    }
  std::vector<WordNumber> made;
  for (std::size_t i = 0; i < common.size(); ++i)
    if (together[i]) made.push_back(common[i]);
  return made;
}

}  // namespace cairn
