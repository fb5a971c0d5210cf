#include "stdlib/native/compare.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "stdlib/native/edit_distance.h"
#include "stdlib/native/rouge.h"

using namespace cairn;

namespace {

// The definition, cell by cell, against which the fast ones are held.
std::size_t by_definition(std::string_view a, std::string_view b) {
  return *weighted_distance(a, b, {});
}

// Texts over a small alphabet, the same in each run.
class Texts26 {
 public:
  std::string next(std::size_t most, std::size_t alphabet) {
    std::string out;
    for (auto size = draw(most + 1); size > 0; --size)
      out += static_cast<char>('a' + draw(alphabet));
    return out;
  }
  // With so many single edits.
  std::string edited(std::string text, std::size_t edits) {
    for (; edits > 0; --edits) {
      const auto at = draw(text.size() + 1);
      const char letter = static_cast<char>('a' + draw(26));
      switch (at < text.size() ? draw(3) : 0) {
        case 0:
          text.insert(at, 1, letter);
          break;
        case 1:
          text.erase(at, 1);
          break;
        default:
          text[at] = letter;
      }
    }
    return text;
  }

 private:
  std::size_t draw(std::size_t below) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(state_ >> 33U) % below;
  }
  std::uint64_t state_ = 7;
};

double number_of(const Found<double>& found) { return std::get<double>(found); }
Value list_of(std::vector<const char*> texts) { return Value(List(texts.begin(), texts.end())); }

}  // namespace

TEST_CASE("the fast edit distances agree with the definition") {
  Texts26 texts;
  for (int i = 0; i < 300; ++i) {
    const auto a = texts.next(i % 3 == 0 ? 200 : 12, i % 2 == 0 ? 3 : 26);
    const auto b =
        i % 5 == 0 ? texts.next(200, 3) : texts.edited(a, static_cast<std::size_t>(i % 9));
    CAPTURE(a);
    CAPTURE(b);
    const auto distance = by_definition(a, b);
    CHECK(levenshtein_distance(a, b) == distance);
    for (const std::size_t most : {0U, 1U, 2U, 5U, 8U, 32U, 33U, 150U})
      CHECK(is_within_distance(a, b, most) == (distance <= most));
  }
}

TEST_CASE("edit distance counts code points") {
  CHECK(levenshtein("café", "cafe") == 1);
  CHECK(levenshtein("日本語", "日本") == 1);
  CHECK(is_within_distance("äöü", "aou", 3));
  CHECK_FALSE(is_within_distance("äöü", "aou", 2));
  CHECK(hamming("äb", "ab") == 1);
}

TEST_CASE("whether a distance is at most a limit, asked by the evaluator") {
  const Value a("kitten"), b("sitting");
  const std::vector<const Value*> both = {&a, &b};
  CHECK(levenshtein_at_most(both, 3));
  CHECK(levenshtein_at_most(both, 3.9));
  CHECK(levenshtein_at_most(both, 1e300));
  CHECK_FALSE(levenshtein_at_most(both, 2));
  CHECK_FALSE(levenshtein_at_most(both, -1));
}

TEST_CASE("damerau_levenshtein says when its table would be too large") {
  const std::string long_text(5000, 'a');
  CHECK(std::get<Missing>(damerau_levenshtein(long_text, long_text)).why ==
        "the texts are too long for this distance: use `levenshtein`");
}

TEST_CASE("exact_match and f1 are SQuAD's") {
  CHECK(std::get<bool>(exact_match("The Eiffel Tower.", Value("eiffel tower"))));
  CHECK_FALSE(std::get<bool>(exact_match("Eiffel", Value("eiffel tower"))));
  CHECK(std::get<bool>(exact_match("42", list_of({"forty-two", "42"}))));
  struct Case {
    const char* text;
    const char* reference;
    double f1;
  };
  const Case cases[] = {
      {"the cat sat", "a cat sat", 1},
      {"", "", 1},
      {"", "cat", 0},
      {"the", "an", 1},
      {"cat cat dog", "cat", 0.5},
      {"in Paris, France", "Paris", 0.5},
      {"dog", "cat", 0},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(number_of(f1(c.text, Value(c.reference))) == doctest::Approx(c.f1));
  }
  CHECK(number_of(f1("Paris", list_of({"London", "Paris"}))) == 1);
  CHECK(std::get<Missing>(f1("Paris", Value(3.0))).why ==
        "3 is a number, not a text or list of text");
  CHECK(std::get<Missing>(f1("Paris", Value(List{}))).why ==
        "nothing to compare with: the list of references is empty");
}

TEST_CASE("jaccard compares sets of words") {
  CHECK(jaccard("red green green", "green red") == 1);
  CHECK(jaccard("one two", "two three") == doctest::Approx(1.0 / 3));
  CHECK(jaccard("", " ") == 1);
  CHECK(jaccard("", "a") == 0);
}

TEST_CASE("ROUGE") {
  // Lin (2004), section 3.1: the reference and the two candidates, by words.
  const std::string reference = "police killed the gunman";
  CHECK(rouge_l_score("police kill the gunman", reference) == doctest::Approx(0.75));
  CHECK(rouge_l_score("the gunman kill police", reference) == doctest::Approx(0.5));
  CHECK(rouge_n_score("police kill the gunman", reference, 1) == doctest::Approx(0.75));
  CHECK(rouge_n_score("police kill the gunman", reference, 2) == doctest::Approx(1.0 / 3));
  CHECK(rouge_n_score("one", reference, 2) == 0);
  CHECK(rouge_l_score("", "") == 0);
  CHECK(rouge_l_score("猫が好き", "猫が好き") == 1);
  // More than one word of 64 places, by the property that it is the same both ways.
  Texts26 texts;
  std::string a, b;
  for (int i = 0; i < 300; ++i) {
    a += texts.next(1, 3) + " ";
    b += texts.next(1, 3) + " ";
  }
  CHECK(rouge_l_score(a, b) == doctest::Approx(rouge_l_score(b, a)));
  CHECK(rouge_l_score(a, a) == 1);
}

TEST_CASE("what can only be a mistake is missing, with a reason") {
  CHECK(std::get<Missing>(rouge_n("a", Value("a"), 0)).why ==
        "0 is no number of words: use 1, 2, 3 …");
  CHECK(std::get<Missing>(bleu("a", Value("a"), "13b")).why ==
        "there are no words called \"13b\": use \"13a\", \"intl\", \"char\" or \"none\"");
  const Value wrong("13b"), right("char");
  CHECK_FALSE(prepare_bleu(std::vector<const Value*>{nullptr, nullptr, &wrong}));
  CHECK(prepare_bleu(std::vector<const Value*>{nullptr, nullptr, &right}));
  CHECK(std::holds_alternative<Missing>(ter(std::string(1200, 'a'), Value(List{}))));
}
