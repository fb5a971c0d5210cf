#include "runtime/patterns/alike_texts.h"

#include <algorithm>
#include <functional>
#include <optional>

namespace cairn {
namespace {

constexpr double nearly_the_same_texts = 1.0 / 3;

constexpr std::size_t no_place = static_cast<std::size_t>(-1);

// Of every word its place in `telling`, or none.
std::vector<std::size_t> places_of(const TextWords& words, std::span<const WordNumber> telling) {
  std::vector<std::size_t> places(words.words(), no_place);
  for (std::size_t i = 0; i < telling.size(); ++i) places[telling[i]] = i;
  return places;
}

// Places in `telling`, in sets.
std::vector<std::vector<std::size_t>> sets_of_words(
    const std::vector<std::vector<std::size_t>>& texts_of_words) {
  std::vector<std::vector<std::size_t>> sets;
  for (std::size_t word = 0; word < texts_of_words.size(); ++word) {
    const auto joins = std::ranges::find_if(sets, [&](const std::vector<std::size_t>& set) {
      return shared_texts(texts_of_words[word], texts_of_words[set.front()]) >=
             nearly_the_same_texts;
    });
    if (joins == sets.end())
      sets.push_back({word});
    else
      joins->push_back(word);
  }
  return sets;
}

// What a text has of one set.
struct InSet {
  std::size_t words = 0;
  bool first = false;
};

std::optional<std::size_t> best_set(std::span<const InSet> has,
                                    const std::vector<std::vector<std::size_t>>& sets) {
  std::optional<std::size_t> best;
  double best_share = 0;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const double share = static_cast<double>(has[i].words) / static_cast<double>(sets[i].size());
    if ((share < 0.5 && !has[i].first) || share <= best_share) continue;
    best = i;
    best_share = share;
  }
  return best;
}

}  // namespace

double shared_texts(std::span<const std::size_t> a, std::span<const std::size_t> b) {
  std::size_t both = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) ++both;
    const auto first = *i, second = *j;
    if (first <= second) ++i;
    if (second <= first) ++j;
  }
  const auto either = a.size() + b.size() - both;
  return either == 0 ? 0 : static_cast<double>(both) / static_cast<double>(either);
}

std::vector<std::vector<std::size_t>> texts_with(const TextWords& words,
                                                 std::span<const std::size_t> texts,
                                                 std::span<const WordNumber> telling) {
  const auto places = places_of(words, telling);
  std::vector<std::vector<std::size_t>> made(telling.size());
  for (const auto text : texts)
    for (const auto word : words.of(text))
      if (places[word] != no_place) made[places[word]].push_back(text);
  return made;
}

std::vector<AlikeTexts> alike_texts(const TextWords& words, std::span<const std::size_t> texts,
                                    std::span<const WordNumber> telling) {
  const auto sets = sets_of_words(texts_with(words, texts, telling));
  std::vector<AlikeTexts> made(sets.size());
  std::vector<std::size_t> set_of(telling.size());
  for (std::size_t i = 0; i < sets.size(); ++i)
    for (const auto place : sets[i]) {
      set_of[place] = i;
      made[i].words.push_back(telling[place]);
    }
  const auto places = places_of(words, telling);
  for (const auto text : texts) {
    std::vector<InSet> has(sets.size());
    for (const auto word : words.of(text)) {
      const auto place = places[word];
      if (place == no_place) continue;
      auto& in = has[set_of[place]];
      ++in.words;
      in.first = in.first || sets[set_of[place]].front() == place;
    }
    if (const auto best = best_set(has, sets)) made[*best].texts.push_back(text);
  }
  std::ranges::stable_sort(made, std::greater{},
                           [](const AlikeTexts& one) { return one.texts.size(); });
  return made;
}

}  // namespace cairn
