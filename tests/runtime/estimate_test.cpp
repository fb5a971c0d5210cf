#include "runtime/estimate.h"

#include <doctest/doctest.h>

#include <string>

using namespace cairn;

TEST_CASE("a text's tokens lie within the estimate") {
  struct Case {
    std::string text;
    double fewest, most;  // Of the encodings cl100k and o200k.
  };
  // Counts as in the OpenAI cookbook, "How to count tokens with tiktoken".
  const Case cases[] = {
      {"antidisestablishmentarianism", 6, 6},
      {"2 + 2 = 4", 7, 7},
      {"お誕生日おめでとう", 8, 9},
      {"tiktoken is great!", 6, 6},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    const auto range = tokens_in(c.text);
    CHECK(range.low <= c.fewest);
    CHECK(range.high >= c.most);
  }
}

TEST_CASE("the estimate of a text") {
  struct Case {
    const char* about;
    std::string text;
    double low, high;
  };
  const std::string word = "word ";
  std::string prose, chinese, russian, emoji;
  for (int i = 0; i < 200; ++i) {
    prose += word;
    chinese += "水";
    russian += "ж";
    emoji += "🍜";
  }
  const Case cases[] = {
      {"nothing", "", 0, 0},
      {"one letter is a token", "a", 1, 1.3125},
      {"1,000 letters of English", prose, 1000 / 4.8, 1000 / 3.2 + 1},
      {"200 signs of Chinese", chinese, 120, 441},
      {"200 letters of Russian", russian, 40, 441},
      {"200 emoji", emoji, 120, 801},
      {"code is dear", "{{}}", 1, 5},
      {"a byte that is no text", "\xFF", 1, 5},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto range = tokens_in(c.text);
    CHECK(range.low == doctest::Approx(c.low));
    CHECK(range.high == doctest::Approx(c.high));
  }
}

TEST_CASE("any character has a range") {
  for (char32_t c = 1; c < 0x110000; c += 7) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string text;
    const auto code = static_cast<unsigned>(c);
    if (code < 0x80) {
      text = {static_cast<char>(code)};
    } else if (code < 0x800) {
      text = {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3F))};
    } else if (code < 0x10000) {
      text = {static_cast<char>(0xE0 | (code >> 12)),
              static_cast<char>(0x80 | ((code >> 6) & 0x3F)),
              static_cast<char>(0x80 | (code & 0x3F))};
    } else {
      text = {
          static_cast<char>(0xF0 | (code >> 18)), static_cast<char>(0x80 | ((code >> 12) & 0x3F)),
          static_cast<char>(0x80 | ((code >> 6) & 0x3F)), static_cast<char>(0x80 | (code & 0x3F))};
    }
    const auto range = tokens_in(text);
    if (range.low >= 1 && range.low <= range.high && range.high <= 5) continue;
    CAPTURE(code);
    CHECK(range.low <= range.high);
    FAIL("a range that is none");
  }
}

TEST_CASE("media are guessed at by their kind") {
  CHECK(tokens_in(MediaKind::image).low == 85);
  CHECK(tokens_in(MediaKind::image).high == 1'700);
  for (const auto kind : {MediaKind::audio, MediaKind::video, MediaKind::document}) {
    const auto range = tokens_in(kind);
    CHECK(range.low > 0);
    CHECK(range.high >= 50'000);
  }
}

TEST_CASE("what a call writes") {
  const Learned last{.mean = 300, .low = 200, .high = 1'500, .calls = 40};
  const Learned short_run{.mean = 300, .low = 200, .high = 1'500, .calls = 4};
  const Learned even{.mean = 50, .low = 50, .high = 50, .calls = 9};
  struct Case {
    const char* about;
    std::optional<long long> most;
    Written written;
    const Learned* learned;
    double low, high;
  };
  const Case cases[] = {
      {"an answer", {}, Written::answer, nullptr, 10, 8'000},
      {"a verdict", {}, Written::verdict, nullptr, 5, 2'000},
      {"no more than it may", 512, Written::answer, nullptr, 10, 512},
      {"less than the least", 4, Written::answer, nullptr, 4, 4},
      {"a limit above what is usual", 32'000, Written::answer, nullptr, 10, 8'000},
      {"as in the last run", {}, Written::answer, &last, 200, 600},
      {"as in the last run, within the limit", 400, Written::answer, &last, 200, 400},
      {"as in the last run, with a lower limit", 100, Written::answer, &last, 100, 100},
      {"too few calls to learn from", {}, Written::answer, &short_run, 10, 8'000},
      {"always the same", {}, Written::verdict, &even, 50, 50},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto range = tokens_out(c.most, c.written, c.learned);
    CHECK(range.low == c.low);
    CHECK(range.high == c.high);
  }
}

TEST_CASE("what a run costs") {
  const Price price{.in = 2, .out = 8, .cached = 0.1, .date = {}, .source = {}};
  const auto run = cost(1'000 * Range{500, 1'000}, 1'000 * Range{100, 250}, price);
  REQUIRE(run);
  CHECK(run->low == doctest::Approx(1.8));
  CHECK(run->high == doctest::Approx(4));
  CHECK(!cost({1, 2}, {1, 2}, Price{}));
  CHECK(!cost({1, 2}, {1, 2}, Price{.in = 1, .out = {}, .cached = {}, .date = {}, .source = {}}));
}
