// Every value that other programs publish for these metrics, from the shared data.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "lang/data/json.h"
#include "stdlib/native/bleu.h"
#include "stdlib/native/chrf.h"
#include "stdlib/native/compare.h"
#include "stdlib/native/edit_distance.h"
#include "stdlib/native/jaro.h"
#include "stdlib/native/ter.h"
#include "stdlib/native/unicode.h"

using namespace cairn;

namespace {

struct Vectors {
  std::optional<List> rows;
  explicit Vectors(const std::string& name) {
    std::ifstream file(CAIRN_ROOT "/../shared/data/textmetrics/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    if (file) rows = *parse_json(text.str()).value.as<List>();
    if (!rows) MESSAGE("skipped: no shared data beside this checkout");
  }
};

// A field of a vector, or what stands for it.
const Value& field(const Value& row, std::string_view name) {
  static const Value none;
  const auto* record = row.as<Record>();
  const auto* found = record ? record->find(name) : nullptr;
  return found ? *found : none;
}
std::string text(const Value& row, std::string_view name, std::string otherwise = "") {
  const auto* found = field(row, name).as<std::string>();
  return found ? *found : otherwise;
}
double amount(const Value& row, std::string_view name, double otherwise = 0) {
  const auto* found = field(row, name).as<Number>();
  return found ? found->value : otherwise;
}
bool truth(const Value& row, std::string_view name, bool otherwise) {
  const auto* found = field(row, name).as<bool>();
  return found ? *found : otherwise;
}

// Text `i` and what each stream of references has for it.
struct Segment {
  std::string text;
  std::vector<std::string> kept;
  std::vector<std::string_view> references;
};
std::vector<Segment> segments_of(const Value& row, bool lower_case) {
  std::vector<Segment> out;
  const auto& given = *field(row, "hyps").as<List>();
  const auto in_case = [&](const std::string& one) { return lower_case ? lowered(one) : one; };
  for (std::size_t i = 0; i < given.size(); ++i) {
    Segment one{in_case(*given[i].as<std::string>()), {}, {}};
    for (const auto& stream : *field(row, "refs").as<List>())
      one.kept.push_back(in_case(*(*stream.as<List>())[i].as<std::string>()));
    out.push_back(std::move(one));
  }
  for (auto& one : out) one.references.assign(one.kept.begin(), one.kept.end());
  return out;
}

double bleu_of(const Value& row) {
  const auto& given = field(row, "params");
  const auto kind = text(row, "kind");
  const auto smoothing = text(given, "smooth", text(given, "smooth_method", "exp"));
  BleuSettings settings;
  settings.tokenizer = *tokenizer_named(text(given, "tokenize", "13a"));
  settings.smoothing = smoothing == "exp"     ? Smoothing::halve
                       : smoothing == "floor" ? Smoothing::floor
                       : smoothing == "add-k" ? Smoothing::add
                                              : Smoothing::none;
  const double usual = settings.smoothing == Smoothing::floor ? 0.1 : 1;
  settings.value = amount(given, "value", amount(given, "smooth_value", usual));
  settings.orders = static_cast<std::size_t>(amount(given, "max_ngram_order", 4));
  settings.only_orders_met = kind != "corpus";
  Bleu bleu(settings);
  for (const auto& one : segments_of(row, truth(given, "lowercase", false)))
    bleu.add(one.text, one.references);
  return 100 * bleu.score();
}

double chrf_of(const Value& row) {
  const auto& given = field(row, "params");
  Chrf chrf({.beta = amount(given, "beta", 2),
             .blanks_count = !truth(given, "remove_whitespace", true),
             .all_orders = truth(given, "eps_smoothing", false)});
  for (const auto& one : segments_of(row, false)) chrf.add(one.text, one.references.front());
  return 100 * chrf.score();
}

double ter_of(const Value& row) {
  TranslationEdits all;
  for (const auto& one : segments_of(row, false)) {
    const auto found = *translation_edits(one.text, one.references);
    all.edits += found.edits;
    all.words += found.words;
  }
  return all.rate();
}

// jellyfish's "n-grams" are pieces one after the other: "ni gh t".
std::string in_pieces(const std::string& word, double size) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); i += static_cast<std::size_t>(size))
    out += word.substr(i, static_cast<std::size_t>(size)) + " ";
  return out;
}

double distance_of(const Value& row) {
  const auto metric = text(row, "metric");
  const auto a = text(row, "a"), b = text(row, "b");
  if (metric == "levenshtein") return levenshtein(a, b);
  if (metric == "damerau_levenshtein") return std::get<double>(damerau_levenshtein(a, b));
  if (metric == "hamming") return hamming(a, b);
  if (metric == "jaro_similarity") return jaro(a, b);
  if (metric == "jaro_winkler_similarity") {
    PrefixBonus bonus;
    bonus.scale = amount(row, "p", bonus.scale);
    return jaro_winkler_similarity(a, b, bonus);
  }
  if (metric == "jaccard") {
    const auto* size = field(row, "ngram").as<Number>();
    return size ? jaccard(in_pieces(a, size->value), in_pieces(b, size->value)) : jaccard(a, b);
  }
  REQUIRE(metric == "edit_distance");
  const auto cost = static_cast<std::size_t>(amount(row, "substitution_cost", 1));
  const auto swapped = weighted_distance(a, b, {.substitution = cost, .transpositions = true});
  CHECK(static_cast<double>(*swapped) == amount(row, "expected_with_transpositions"));
  return static_cast<double>(*weighted_distance(a, b, {.substitution = cost}));
}

}  // namespace

TEST_CASE("BLEU, chrF and TER are sacreBLEU's to the last digit it prints") {
  const Vectors vectors("bleu_chrf_ter.json");
  if (!vectors.rows) return;
  std::map<std::string, std::size_t> tried;
  for (const auto& row : *vectors.rows) {
    const auto metric = text(row, "metric");
    const double found = metric == "bleu"   ? bleu_of(row)
                         : metric == "chrf" ? chrf_of(row)
                                            : ter_of(row);
    INFO(text(row, "id"), " gives ", found, ", not ", amount(row, "expected"));
    CHECK(std::abs(found - amount(row, "expected")) <= amount(row, "tolerance"));
    ++tried[metric];
  }
  CHECK(tried == std::map<std::string, std::size_t>{{"bleu", 30}, {"chrf", 25}, {"ter", 7}});
}

TEST_CASE("distances of texts are those that others publish") {
  const Vectors vectors("distances.json");
  if (!vectors.rows) return;
  for (const auto& row : *vectors.rows) {
    INFO(text(row, "metric"), " of ", text(row, "a"), " and ", text(row, "b"));
    if (text(row, "metric") == "soundex") {
      CHECK(soundex(text(row, "a")) == text(row, "expected"));
      continue;
    }
    const double found = distance_of(row);
    INFO("gives ", found, ", not ", amount(row, "expected"));
    CHECK(std::abs(found - amount(row, "expected")) <= amount(row, "tolerance") + 1e-9);
  }
  CHECK(vectors.rows->size() == 159);
}
