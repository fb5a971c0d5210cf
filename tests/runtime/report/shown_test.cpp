#include "runtime/report/shown.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/memory_loader.h"

using namespace cairn;

namespace {

const std::string log =
    R"({"record":"run","schema":"cairn.run/1","run":"0f3a12cd","time":"2026-11-24T16:40:00Z","eval":"recipes"}
{"record":"item","item":"soup","fields":{"id":"soup","cuisine":"italian"}}
{"record":"answer","item":"soup","sample":0,"text":"1. Mix.\n   - the egg","model":"kettle-2"}
{"record":"evidence","item":"soup","sample":0,"check":"layout","element":0,"vote":0,"reply":"First.\n\nverdict: yes","verdict":"yes"}
{"record":"rating","item":"soup","sample":0,"check":"pleasant","rater":"ana","answer":"no"}
{"record":"verdict","item":"soup","sample":0,"check":"layout","outcome":"failed","score":0,"why":"old"}
{"record":"verdict","item":"soup","sample":0,"check":"layout","outcome":"passed","score":1}
{"record":"verdict","item":"soup","sample":0,"check":"words","outcome":"failed","score":0.5,"why":"1 of 2 failed","elements":[{"element":"\"egg\"","outcome":"passed","score":1},{"element":"\"salt\"","outcome":"failed","score":0,"why":"it is not there"}]}
{"record":"verdict","item":"soup","sample":0,"check":"pleasant","outcome":"unanswered","low":0,"high":1,"why":"1 of 3 ratings are in"}
{"record":"answer","item":"soup","sample":1,"error":"\u001b[31mtimed out"}
{"record":"verdict","item":"soup","sample":1,"check":"length","outcome":"measured","value":312}
{"record":"verdict","item":"soup","sample":1,"check":"spicy","outcome":"not_applicable"}
{"record":"item","item":"cake","fields":{"id":"cake"}}
{"record":"summary","summary":{}}
)";

Result<ShownItem> shown_of(std::string_view id) {
  MemoryLoader loader;
  loader.files["run.jsonl"] = log;
  return shown_item(loader, "run.jsonl", id);
}

}  // namespace

TEST_CASE("cairn show: an item with its answers, evidence, verdicts and reasons") {
  const auto item = shown_of("soup");
  REQUIRE(item.has_value());
  CHECK(report(*item, "soup", {.colour = false, .unicode = true, .width = 80}) ==
        R"(recipes · run 0f3a12cd · 24 Nov 2026 16:40
item soup

  cuisine
    italian

sample 0 · kettle-2
  1. Mix.
     - the egg

  layout  passed
    reply:
      First.

      verdict: yes
    verdict: yes
  words  failed, 50%
    1 of 2 failed
    "egg": passed
    "salt": failed
      it is not there
  pleasant  unanswered
    1 of 3 ratings are in
    ana says no

sample 1
  no reply: <U+001B>[31mtimed out

  length  312
  spicy  does not apply

)");
}

TEST_CASE("cairn show: an item that is not in the run") {
  const auto misspelt = shown_of("soap");
  REQUIRE_FALSE(misspelt.has_value());
  CHECK(misspelt.error().what == "this run has no item `soap`; did you mean `soup`?");
  const auto none = shown_of("bread and butter");
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().what ==
        "this run has no item `bread and butter`; it has 2 items: `soup`, `cake`");
}
