#include "stdlib/native/word.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

#include "lang/utf8.h"
#include "stdlib/native/unicode.h"
#include "tests/stdlib/native_words.h"

using namespace cairn;

namespace {

// What the rule says, by ICU alone: units with a letter or a digit in them.
Texts words_by_icu(std::string_view text) {
  Texts out;
  std::size_t begin = 0;
  for (const auto end : boundaries(text, Boundary::word)) {
    bool counts = false;
    for (std::size_t at = begin; at < end;) {
      const char32_t c = next_code_point(text, at);
      counts = counts || is_letter(c) || is_digit(c);
    }
    if (counts) out.emplace_back(text.substr(begin, end - begin));
    begin = end;
  }
  return out;
}

std::string random_text(std::mt19937& random, const std::vector<std::string>& pieces) {
  std::string text;
  for (auto left = random() % 14; left > 0; --left) text += pieces[random() % pieces.size()];
  return text;
}

void compare_with_icu(const std::vector<std::string>& pieces) {
  std::mt19937 random(20240607);
  for (int round = 0; round < 4000; ++round) {
    const auto text = random_text(random, pieces);
    CAPTURE(text);
    const auto expected = words_by_icu(text);
    REQUIRE(words(text) == expected);
    REQUIRE(count_words(text) == expected.size());
    REQUIRE(count_characters(text) == boundaries(text, Boundary::character).size());
  }
}

struct BreakLine {
  std::string line, text;
  std::vector<std::size_t> ends;
};

// "÷ 0061 × 0308 ÷ # …" of Unicode's break tests.
std::vector<BreakLine> break_tests(const std::string& name) {
  std::vector<BreakLine> out;
  std::ifstream file(std::string(CAIRN_ROOT "/../shared/data/unicode/") + name);
  for (std::string line; std::getline(file, line);) {
    BreakLine made{.line = line.substr(0, line.find('#')), .text = {}, .ends = {}};
    std::istringstream parts(made.line);
    for (std::string part; parts >> part;) {
      if (part == "÷") {
        if (!made.text.empty()) made.ends.push_back(made.text.size());
      } else if (part != "×") {
        append_code_point(made.text, static_cast<char32_t>(std::stoul(part, nullptr, 16)));
      }
    }
    if (!made.text.empty()) out.push_back(std::move(made));
  }
  if (out.empty()) std::cout << "skipped: ../shared/data/unicode/" << name << " is not here\n";
  return out;
}

}  // namespace

TEST_CASE("words are counted as a reader would") {
  const struct {
    std::string about;
    const char* text;
    const char* words;
  } cases[] = {
      {"nothing", "", ""},
      {"only marks", " - ... !? \n", ""},
      {"an apostrophe joins", "don't can't", "don't | can't"},
      {"so does the typographic one", "don’t", "don’t"},
      {"a hyphen parts", "well-known", "well | known"},
      {"a possessive is one", "Smith's dogs'", "Smith's | dogs"},
      {"numbers with marks in them", "3.14 1,250.00 10%", "3.14 | 1,250.00 | 10"},
      {"clock time parts", "12:30", "12 | 30"},
      {"a name with points", "U.S.A. e.g. example.com", "U.S.A | e.g | example.com"},
      {"an address", "jane.doe@example.com", "jane.doe@example.com"},
      {"an underscore joins", "snake_case __init__ ___", "snake_case | __init__"},
      {"accents", "crème brûlée", "crème | brûlée"},
      {"decomposed accents", "cre\u0300me", "cre\u0300me"},
      {"emoji are no words", "great 🎉🎉 job", "great | job"},
      {"Chinese by its dictionary", "我喜欢苹果", "我 | 喜欢 | 苹果"},
      {"Thai by its dictionary", "ภาษาไทย", "ภาษา | ไทย"},
      {"Arabic", "مرحبا بالعالم", "مرحبا | بالعالم"},
      {"German", "Straßenbahn-Haltestelle", "Straßenbahn | Haltestelle"},
      {"line breaks and tabs", "a\nb\tc\r\nd", "a | b | c | d"},
      {"broken UTF-8 does not crash", "a \xFF\xFE b", "a | b"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(in_one_line(words(c.text)) == c.words);
    CHECK(word_count(c.text) == words(c.text).size());
  }
}

TEST_CASE("the fast path for ASCII agrees with ICU") {
  std::vector<std::string> pieces;
  for (char c = 1; c > 0; ++c) pieces.emplace_back(1, c);  // All of ASCII but NUL.
  for (const char* often : {"a", "B", "z", "0", "9", " ", ".", ",", "'", ":", ";", "_", "@", "-"})
    pieces.insert(pieces.end(), 20, often);
  compare_with_icu(pieces);
}

TEST_CASE("words of other scripts agree with ICU, wherever ASCII stands between") {
  compare_with_icu({"a",  "B",   "1",       " ",      "\n", "\t", ".",      ",", "'",  "-",
                    "_",  "é",   "e\u0301", "’",      "“",  "”",  "–",      "…", "我", "喜欢",
                    "カ", "ไทย", "ا",       "\u200D", "🎉",  "ß",  "\u00A0", "²", "½",  "א"});
}

TEST_CASE("characters are Unicode's grapheme clusters") {
  for (const auto& one : break_tests("GraphemeBreakTest.txt")) {
    CAPTURE(one.line);
    CHECK(boundaries(one.text, Boundary::character) == one.ends);
    CHECK(count_characters(one.text) == one.ends.size());
  }
}

TEST_CASE("word boundaries are Unicode's, but for the colon and the at sign") {
  // ICU follows CLDR there: a colon joins no letters, as only Swedish would have it.
  const auto tailored = [](const BreakLine& one) {
    return one.text.find(':') != std::string::npos || one.text.find('@') != std::string::npos;
  };
  std::size_t looked_at = 0;
  for (const auto& one : break_tests("WordBreakTest.txt")) {
    if (tailored(one)) continue;
    ++looked_at;
    CAPTURE(one.line);
    CHECK(boundaries(one.text, Boundary::word) == one.ends);
  }
  if (looked_at > 0) CHECK(looked_at > 1400);
}
