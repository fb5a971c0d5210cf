#include <doctest/doctest.h>

#include "runtime/stats/tally.h"
#include "tests/runtime/stats/plans.h"
#include "tests/runtime/stats/published.h"

using namespace cairn;

namespace {

std::string keys_of(const Value& record) {
  std::string keys;
  for (const auto& [key, value] : record.as<Record>()->fields) keys += key + " ";
  return keys;
}

Value written(const Summary& summary) {
  auto parsed = parse_json(to_json(summary));
  REQUIRE(parsed);
  return parsed.value;
}

}  // namespace

TEST_CASE("the summary as JSON has the fields that scripts rely on") {
  const auto plan = plan_of(R"(
eval e "Title" {
  prompt: p
  samples: 2
  slices: [item.cuisine]
  report: [score, pass@1, tone.f1, pass@2]
  goal: score >= 90% and a >= 10%
}
prompt p { user: "hello" }
check a { require: answer contains "x" }
check tone { says: answer; should say: item.label }
)");
  Tally tally(plan, {});
  for (std::size_t i = 0; i < 3; ++i) {
    auto one = item(i, {"pp", "fp"});
    one.slices = {"thai"};
    for (auto& sample : one.samples) sample.checks[1].said = {{"x", "x"}};
    tally.add(one);
  }
  auto summary = tally.finish();
  summary.run = "0f3a";
  const auto json = written(summary);

  // experience.md B10: all of these, and more beside them.
  for (const auto* key :
       {"schema",  "eval",  "hashes",   "run",    "model",      "recorded",    "items",
        "samples", "score", "interval", "margin", "rerun_band", "consistency", "unanswered",
        "bounds",  "cost",  "checks",   "slices", "metrics",    "goal",        "exit"}) {
    CAPTURE(key);
    CHECK(json.as<Record>()->find(key) != nullptr);
  }
  CHECK(text_at(json, "schema") == "cairn.summary/1");
  CHECK(text_at(json, "run") == "0f3a");
  CHECK(keys_of(at(json, "hashes")) == "score answers ");
  CHECK(keys_of(at(json, "consistency")) == "value chance ");
  CHECK(number_at(json, "score") == doctest::Approx(0.75));
  CHECK(at(json, "interval").as<List>()->size() == 2);
  CHECK(at(json, "cost").is_missing());

  const auto& check = at(json, "checks").as<List>()->front();
  for (const auto* key :
       {"name", "title", "evidence", "weight", "hash", "score", "interval", "passed", "failed",
        "unanswered", "not_applicable", "consistency", "agreement", "trust", "settled"}) {
    CAPTURE(key);
    CHECK(check.as<Record>()->find(key) != nullptr);
  }
  CHECK(text_at(check, "trust") == "not needed");
  CHECK(text_at(check, "evidence") == "none");
  CHECK(to_json(at(check, "failures")) ==
        R"([{"why":"it failed","count":3,"items":["item0","item1","item2"]}])");

  CHECK(keys_of(at(json, "slices").as<List>()->front()) ==
        "slice value items score interval bounds few rest p p_adjusted ");
  CHECK(keys_of(at(json, "metrics")) == "score pass@1 tone.f1 pass@2 a ");
  CHECK(number_at(at(json, "metrics"), "tone.f1") == 1);
  CHECK(text_at(at(json, "goal"), "met") == "not met");
  const auto& condition = at(at(json, "goal"), "conditions").as<List>()->front();
  CHECK(keys_of(condition) == "text value met why ");
  CHECK(text_at(condition, "text") == "score >= 90%");
  CHECK(number_at(json, "exit") == 1);
}

TEST_CASE("numbers are not rounded, and what has no value is null") {
  Summary summary;
  summary.score = 1.0 / 3;
  summary.metrics.push_back({.text = "pass@2", .why_none = "too few"});
  const auto text = to_json(summary);
  CHECK(text.find("\"score\":0.3333333333333333,") != std::string::npos);
  CHECK(text.find("\"metrics\":{\"pass@2\":null}") != std::string::npos);
  CHECK(text.find("\"interval\":null") != std::string::npos);
  CHECK(text.find("\"goal\":null") != std::string::npos);
}
