// Patterns of wrong answers as a terminal and Markdown show them.
#include "runtime/report/patterns.h"

#include <doctest/doctest.h>

#include <string>

#include "runtime/report/patterns_markdown.h"
#include "runtime/report/table.h"

using namespace cairn;

namespace {

Patterns some_of_each() {
  Patterns found;
  found.compared = 1319;
  found.words_compared = 4200;
  GatheredFailures gathered{"quantities_match", "long videos", "", 78, 122, 0.59, 0.25};
  gathered.p_adjusted = 0.00041;
  gathered.worst = {"item-017", "item-042"};
  found.gathered = {gathered};
  FailureTrend trend{"", "item.ingredients (number)", 0.4};
  trend.p_adjusted = 0.012;
  trend.bins = {{2, 3, 50, 0}, {4, 6, 50, 0.2}, {7, 14, 50, 0.4}};
  found.trends = {trend};
  FailingTogether pair{"tone", "length", 31, 4, 5, 160};
  pair.lift = 4;
  found.together = {pair};
  found.clusters = {{{"sorry", "cannot"}, false, 23, 20, {"tone", "length"}, {"item-3", "item-9"}}};
  found.unsteady = {{"item-5", 0.5, 1.0 / 3}};
  return found;
}

}  // namespace

TEST_CASE("patterns in a terminal") {
  CHECK(patterns(some_of_each(), {.colour = false, .unicode = true, .width = 80}) ==
        R"(Where it fails most
  quantities_match: slice "long videos" fails 59% of 78 items · others 25%
    (p=0.0004)
    worst: item-017, item-042
  the score: ▁▄█ fails rise with the number of item.ingredients, 2 to 14
    (p=0.012)

Fail together
  tone and length: fail together on 31 answers · 8 by chance · one alone on 9

Failing answers alike
  23 answers of 20 items: sorry cannot · fail tone, length
    item-3, item-9

Unsteady items  Score  Two answers agree
item-5          50.0%              33.3%

Of 1,319 comparisons and 4,200 words, with p adjusted for so many
(Benjamini-Hochberg).
)");
}

TEST_CASE("patterns in ASCII, and of twins") {
  auto found = some_of_each();
  found.together.front().only_a = found.together.front().only_b = 0;
  const auto text = patterns(found, {.colour = false, .unicode = false, .width = 80});
  for (const char c : text) CHECK(static_cast<unsigned char>(c) < 0x80);
  CHECK(text.find("tone and length: always fail together, on 31 answers: the two say the same") !=
        text.npos);
}

TEST_CASE("where nothing stands out, that is said; where nothing was compared, nothing is") {
  CHECK(patterns({.compared = 1319}, {}) ==
        "Nothing stands out in 1,319 comparisons, with p adjusted for so many.\n");
  CHECK(patterns({}, {}).empty());
  CHECK(patterns_markdown({}, {}).empty());
}

TEST_CASE("values and words of strangers stay in their place") {
  auto found = some_of_each();
  found.gathered.front().field = "item.kind";
  found.gathered.front().value = "\x1b[31mred\n| <b>x</b> @somebody";
  found.clusters.front().words = {"<script>", "a|b"};
  const auto text = patterns(found, {});
  CHECK(text.find('\x1b') == text.npos);
  CHECK(text.find("red |") != text.npos);
  const auto markdown = patterns_markdown(found, {});
  CHECK(markdown.find('\x1b') == markdown.npos);
  CHECK(markdown.find("<b>") == markdown.npos);
  CHECK(markdown.find("<script>") == markdown.npos);
  CHECK(markdown.find("@somebody") == markdown.npos);
}

TEST_CASE("patterns in Markdown") {
  const auto text = patterns_markdown(some_of_each(), {});
  for (const auto* part :
       {"| Fails most | Items | Failing | Others | Worst |\n|---|---|--:|--:|---|\n| quantities",
        "59.0% of 78 | 25.0% of 122 | item-017, item-042 |", "| the score | ▁▄█ | fails rise with",
        "| tone | length | 31 | 8 | 9 |", "| sorry, cannot | 23 | tone, length | item-3, item-9 |",
        "| item-5 | 50.0% | 33.3% |",
        "Of 1,319 comparisons and 4,200 words, with p adjusted for so many (Benjamini-Hochberg)."})
    CHECK_MESSAGE(text.find(part) != text.npos, part);
  CHECK(patterns_markdown(some_of_each(), {.redact = true}).find("sorry") == std::string::npos);
}
