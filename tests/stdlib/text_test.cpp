#include "stdlib/native/text.h"

#include <doctest/doctest.h>

#include "stdlib/native/find_all.h"
#include "tests/stdlib/native_words.h"

using namespace cairn;

TEST_CASE("texts are cut, joined and searched letter for letter") {
  const struct {
    std::string about;
    std::string found;
    const char* expected;
  } cases[] = {
      {"lines of nothing", in_one_line(lines("")), ""},
      {"blank lines are left out", in_one_line(lines("a\n\n \t\n  b  \n")), "a |   b"},
      {"CRLF", in_one_line(lines("a\r\nb")), "a | b"},
      {"paragraphs", in_one_line(paragraphs("a\nb\n\n\nc\n")), "a\\nb | c"},
      {"a line of blanks parts paragraphs", in_one_line(paragraphs("a\n \t \nb")), "a | b"},
      {"indentation stays", in_one_line(paragraphs("  a\n  b")), "  a\\n  b"},
      {"trim takes blanks of every script", trim("\u3000\u00A0 a b\u2003\n"), "a b"},
      {"trim of blanks only", trim(" \n\u00A0"), ""},
      {"trim keeps accents at the end", trim("caf\u00E9 "), "caf\u00E9"},
      {"lower", lower("ÀÉ İ"), "àé i̇"},
      {"upper", upper("straße ﬁ"), "STRASSE FI"},
      {"replace", in_one_line(replace("a.b.c", ".", "::")), "a::b::c"},
      {"replace is no pattern", in_one_line(replace("a+b", "+", "$1")), "a$1b"},
      {"replace nothing", in_one_line(replace("ab", "", "x")),
       "missing: there is nothing to look for: the text it is given is empty"},
      {"split", in_one_line(split("a, b,,c", ",")), "a |  b |  | c"},
      {"split without the mark", in_one_line(split("abc", ",")), "abc"},
      {"split of nothing", in_one_line(split("", ",")), ""},
      {"join", joined_texts({"a", "b"}, "-"), "a-b"},
      {"join nothing", joined_texts({}, "-"), ""},
      {"occurrences never overlap", in_one_line(occurrences("aaaaa", "aa")), "2"},
      {"no occurrence", in_one_line(occurrences("abc", "d")), "0"},
      {"after the first", in_one_line(after("a: b: c", ": ")), "b: c"},
      {"after the last", in_one_line(after_last("a: b: c", ": ")), "c"},
      {"before the first", in_one_line(before("a: b: c", ": ")), "a"},
      {"before the last", in_one_line(before_last("a: b: c", ": ")), "a: b"},
      {"not there", in_one_line(after("42", "Answer:")),
       "missing: there is no \"Answer:\" in the text"},
      {"at the end", in_one_line(after("Answer:", "Answer:")), ""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(c.found == c.expected);
  }
}

TEST_CASE("find_all gives matches, or what the one group matched") {
  const struct {
    std::string about;
    const char* text;
    const char* pattern;
    const char* expected;
  } cases[] = {
      {"matches", "a1 b22", "\\d+", "1 | 22"},
      {"a group", "k=v; x=y", "(\\w)=", "k | x"},
      {"a group that is empty", "a= b=1", "=(\\d*)", " | 1"},
      {"a group that took no part", "ab", "a|(b)", "b"},
      {"matches of nothing are left out", "abc", "x*", ""},
      {"the anchor holds once", "aaa", "^a", "a"},
      {"a word boundary sees what is before", "aa a", "\\ba", "a | a"},
      {"accents", "crème brûlée", "\\p{L}+", "crème | brûlée"},
      {"two groups", "ab", "(a)(b)",
       "missing: this pattern has 2 groups, and `find_all` gives what one group matched: write "
       "`(?:…)` for a bracket that only groups"},
      {"no pattern", "ab", "(",
       "missing: this pattern cannot be read: a bracket `(` or `)` has no partner"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const Value text(c.text), pattern(c.pattern);
    CHECK(in_one_line(find_all(c.text, c.pattern)) == c.expected);
    const Value* constants[] = {nullptr, &pattern};
    const auto prepared = prepare_find_all(constants);
    if (!prepared) {
      CHECK("missing: " + prepared.error().what == c.expected);
      continue;
    }
    const Value* arguments[] = {&text, &pattern};
    CHECK(same((*prepared)->call(arguments),
               NativeType<Found<Texts>>::to(find_all(c.text, c.pattern))));
  }
}

TEST_CASE("a constant text to look for must not be empty") {
  const Value nothing(""), something("x");
  const Value* bad[] = {nullptr, &nothing};
  const Value* good[] = {nullptr, &something};
  const auto refused = prepare_part(bad);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().what == "the text to look for is empty");
  CHECK(prepare_part(good));
}
