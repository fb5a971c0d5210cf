#include "stdlib/native/normalize.h"

#include <doctest/doctest.h>

#include <string>

using namespace cairn;

TEST_CASE("normalized is what SQuAD's evaluation script makes of an answer") {
  struct Case {
    const char* about;
    const char* text;
    const char* normalized;
    const char* with_articles;
  };
  const Case cases[] = {
      {"nothing", "", "", ""},
      {"case, punctuation, article", "The Eiffel Tower!", "eiffel tower", "the eiffel tower"},
      {"only an article", " The ", "", "the"},
      {"articles inside", "a cat and an owl in the tree", "cat and owl in tree",
       "a cat and an owl in the tree"},
      {"no article inside a word", "athena than Banana", "athena than banana",
       "athena than banana"},
      {"punctuation goes before articles are looked for", "a-b A. I.", "ab i", "ab a i"},
      {"punctuation leaves no blank", "well-known, don't", "wellknown dont", "wellknown dont"},
      {"blanks of every kind", "\t one\r\n\ntwo\u00a0\u2009three ", "one two three",
       "one two three"},
      {"signs of ASCII are punctuation", "$5 + 5% = <x>_", "5 5 x", "5 5 x"},
      {"Unicode's punctuation goes", "“Café” – l’été…", "café lété", "café lété"},
      {"accents are composed", "Cafe\u0301", "café", "café"},
      {"other signs stay", "€5 ± 3", "€5 ± 3", "€5 ± 3"},
      {"an article beside another letter", "élan à la the\u0301", "élan à la thé", "élan à la thé"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(normalized(c.text) == c.normalized);
    CHECK(normalize(c.text, Articles::kept) == c.with_articles);
  }
}

TEST_CASE("same_text takes no notice of case, punctuation and blanks, but of articles") {
  struct Case {
    const char* text;
    const char* other;
    bool same;
  };
  const Case cases[] = {
      {"", "", true},
      {"Hello, World!", "hello\n world", true},
      {"the Seine", "Seine", false},
      {"É", "e\u0301", true},
      {"12", "1 2", false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(same_text(c.text, c.other) == c.same);
  }
}

TEST_CASE("bytes that are no UTF-8 are normalised without harm") {
  const auto once = normalized("\xff The \xc3");
  CHECK(once.find("the") == once.npos);
  CHECK(normalized(once) == once);
}
