#include "stdlib/native/compare.h"

#include <algorithm>
#include <cmath>

#include "stdlib/native/bleu.h"
#include "stdlib/native/chrf.h"
#include "stdlib/native/edit_distance.h"
#include "stdlib/native/jaro.h"
#include "stdlib/native/normalize.h"
#include "stdlib/native/rouge.h"
#include "stdlib/native/ter.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

// A text, or a list of at least one.
Found<TextViews> references_of(const Value& reference) {
  if (const auto* text = reference.as<std::string>()) return TextViews{*text};
  auto list = NativeType<TextViews>::from(reference);
  if (!list) return *argument_does_not_fit(reference, "text or list of text").as<Missing>();
  if (list->empty()) return Missing{"nothing to compare with: the list of references is empty"};
  return *std::move(list);
}

template <class Score>
Found<double> best_of(const Value& reference, const Score& score) {
  const auto references = references_of(reference);
  if (const auto* none = std::get_if<Missing>(&references)) return *none;
  double best = 0;
  for (const auto one : std::get<TextViews>(references)) best = std::max(best, score(one));
  return best;
}

// SQuAD's: of the words both have, after normalisation; 1 for two empty texts.
double f1_of(const Tokens& given, std::string_view reference) {
  const Tokens wanted = tokenize(normalized(reference), Tokenizer::none);
  if (given.empty() || wanted.empty()) return given.empty() && wanted.empty() ? 1 : 0;
  const auto counts = overlap(ngrams(given, 1), ngrams(wanted, 1));
  return 2 * static_cast<double>(counts.shared) / static_cast<double>(counts.given + counts.wanted);
}

bool is_count(double n) { return n >= 1 && n <= 100 && n == std::floor(n); }
Missing no_count(double n) {
  return {fmt::format("{} is no number of words: use 1, 2, 3 …", shortest(n))};
}

std::string no_such_words(std::string_view name) {
  return fmt::format(
      "there are no words called \"{}\": use \"13a\", \"intl\", \"char\" or \"none\"", name);
}

}  // namespace

Found<bool> exact_match(std::string_view text, const Value& reference) {
  const auto references = references_of(reference);
  if (const auto* none = std::get_if<Missing>(&references)) return *none;
  const std::string given = normalized(text);
  return std::ranges::any_of(std::get<TextViews>(references),
                             [&](std::string_view one) { return normalized(one) == given; });
}

Found<double> f1(std::string_view text, const Value& reference) {
  const Tokens given = tokenize(normalized(text), Tokenizer::none);
  return best_of(reference, [&](std::string_view one) { return f1_of(given, one); });
}

double levenshtein(std::string_view text, std::string_view other) {
  return static_cast<double>(levenshtein_distance(text, other));
}

bool levenshtein_at_most(Arguments arguments, double limit) {
  if (!(limit >= 0)) return false;
  const auto most = static_cast<std::size_t>(std::min(limit, 1e15));
  return is_within_distance(*arguments[0]->as<std::string>(), *arguments[1]->as<std::string>(),
                            most);
}

Found<double> damerau_levenshtein(std::string_view text, std::string_view other) {
  const auto distance = weighted_distance(text, other, {.transpositions = true});
  if (!distance) return Missing{"the texts are too long for this distance: use `levenshtein`"};
  return static_cast<double>(*distance);
}

double hamming(std::string_view text, std::string_view other) {
  return static_cast<double>(hamming_distance(text, other));
}

double text_similarity(std::string_view text, std::string_view other) {
  const auto longer = std::max(count_code_points(text), count_code_points(other));
  if (longer == 0) return 1;
  return 1 - levenshtein(text, other) / static_cast<double>(longer);
}

double jaro(std::string_view text, std::string_view other) { return jaro_similarity(text, other); }

double jaro_winkler(std::string_view text, std::string_view other) {
  return jaro_winkler_similarity(text, other);
}

std::string soundex(std::string_view name) { return soundex_code(name); }

double jaccard(std::string_view text, std::string_view other) {
  const auto given = ngrams(tokenize(text, Tokenizer::none), 1);
  const auto wanted = ngrams(tokenize(other, Tokenizer::none), 1);
  std::size_t shared = 0;
  for (const auto& entry : given) shared += wanted.contains(entry.first) ? 1U : 0U;
  const auto all = given.size() + wanted.size() - shared;
  return all == 0 ? 1 : static_cast<double>(shared) / static_cast<double>(all);
}

Found<double> rouge_l(std::string_view text, const Value& reference) {
  return best_of(reference, [&](std::string_view one) { return rouge_l_score(text, one); });
}

Found<double> rouge_n(std::string_view text, const Value& reference, double n) {
  if (!is_count(n)) return no_count(n);
  return best_of(reference, [&](std::string_view one) {
    return rouge_n_score(text, one, static_cast<std::size_t>(n));
  });
}

Found<double> bleu(std::string_view text, const Value& reference,
                   std::optional<std::string_view> words) {
  const auto tokenizer = tokenizer_named(words.value_or("13a"));
  if (!tokenizer) return Missing{no_such_words(*words)};
  const auto references = references_of(reference);
  if (const auto* none = std::get_if<Missing>(&references)) return *none;
  Bleu counts({.tokenizer = *tokenizer});
  counts.add(text, std::get<TextViews>(references));
  return counts.score();
}

Found<double> chrf(std::string_view text, const Value& reference) {
  return best_of(reference, [&](std::string_view one) {
    Chrf counts({});
    counts.add(text, one);
    return counts.score();
  });
}

Found<double> ter(std::string_view text, const Value& reference) {
  const auto references = references_of(reference);
  if (const auto* none = std::get_if<Missing>(&references)) return *none;
  const auto found = translation_edits(text, std::get<TextViews>(references));
  if (!found) return Missing{"the texts are too long for `ter`: at most 500 words each"};
  return found->rate();
}

Result<std::unique_ptr<PreparedNative>> prepare_bleu(Arguments constants) {
  const auto* words =
      constants.size() > 2 && constants[2] ? constants[2]->as<std::string>() : nullptr;
  if (words && !tokenizer_named(*words)) return Failure{no_such_words(*words)};
  return std::unique_ptr<PreparedNative>();
}

}  // namespace cairn
