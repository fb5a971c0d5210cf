// Which runs can be compared, how they are named, and how the newest score stands to the
// one before.
#include "runtime/history/history.h"

#include <doctest/doctest.h>

#include "tests/runtime/history/past_runs.h"

using namespace cairn;

TEST_CASE("runs: the shortest letters that mean no other run, four at least") {
  std::vector<RunEntry> runs;
  for (const auto* id : {"0f3a0000", "aa000000", "0f3a1000", "0f3b0000", "0f3a1000"})
    runs.push_back({.id = id, .eval = "x", .time = "", .log = {}});
  const auto ids = shortest_ids(runs);
  CHECK(ids[0] == "0f3a0");
  CHECK(ids[1] == "aa00");
  CHECK(ids[3] == "0f3b");
  // Two of one id can only be told apart by their paths.
  CHECK(ids[2] == "0f3a1000");
  CHECK(shortest_ids({}).empty());
}

TEST_CASE("runs: comparable are those of the definition that the eval's newest run has") {
  std::vector<PastRun> runs = {
      past({.id = "a0000000", .hash = "old"}),
      past({.id = "b0000000"}),
      past({.id = "c0000000", .eval = "other"}),
      past({.id = "d0000000"}),
      // It has not ended, so its definition has no score yet.
      past({.id = "e0000000", .hash = "next", .ended = false}),
  };
  runs.push_back({.entry = {.id = "f0000000", .eval = "recipes", .time = "", .log = {}},
                  .why_not = "another version wrote it"});
  mark_comparable(runs);
  CHECK_FALSE(runs[0].comparable);
  CHECK(runs[1].comparable);
  CHECK(runs[2].comparable);
  CHECK(runs[3].comparable);
  CHECK_FALSE(runs[4].comparable);
  CHECK_FALSE(runs[5].comparable);
  const auto found = comparable_runs(runs, "recipes");
  REQUIRE(found.size() == 2);
  CHECK(found[0]->entry.id == "b0000000");
  CHECK(found[1]->entry.id == "d0000000");
}

TEST_CASE("runs: a time is there, also of a log that cannot be read") {
  auto run = past({.id = "a0000000"});
  CHECK(run.time() == "2026-11-24T16:40:00Z");
  run.outline.reset();
  CHECK(run.time() == "2026-11-24T16:40:00Z");
}

TEST_CASE("runs: a change is beyond the error bars if neither score is in the other's range") {
  struct Case {
    const char* about;
    std::optional<Interval> before, after;
    AgainstErrorBars found;
  };
  const Case cases[] = {
      {"both see the other", Interval{0.6, 0.8}, Interval{0.65, 0.85}, AgainstErrorBars::within},
      {"the first sees the second", Interval{0.6, 0.8}, Interval{0.74, 0.78},
       AgainstErrorBars::within},
      {"the second sees the first", Interval{0.68, 0.72}, Interval{0.65, 0.85},
       AgainstErrorBars::within},
      // Ranges that meet are no reason to say that nothing can be told.
      {"ranges overlap, scores are outside", Interval{0.65, 0.74}, Interval{0.71, 0.8},
       AgainstErrorBars::beyond},
      {"one item has no range", std::nullopt, Interval{0.7, 0.8}, AgainstErrorBars::unknown},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    std::vector<PastRun> runs = {past({.id = "a0000000", .score = 0.70, .interval = c.before}),
                                 past({.id = "b0000000", .score = 0.75, .interval = c.after})};
    mark_comparable(runs);
    const auto change = last_change(comparable_runs(runs, "recipes"));
    REQUIRE(change.has_value());
    CHECK(change->error_bars == c.found);
    CHECK(change->difference == doctest::Approx(0.05));
    CHECK(change->before->entry.id == "a0000000");
    CHECK(change->also.empty());
  }
}

TEST_CASE("runs: a change names what else is not the same in both") {
  std::vector<PastRun> runs = {past({.id = "a0000000"}),
                               past({.id = "b0000000", .model = "kettle-2"})};
  auto& summary = *runs[1].outline->summary;
  summary.items = 10;
  summary.samples = 3;
  runs[1].outline->hash_answers = "another prompt";
  runs[0].outline->summary->checks = {CheckSummary{.name = "tone", .counts = true}};
  summary.checks = {CheckSummary{.name = "tone", .counts = false}};
  mark_comparable(runs);
  const auto change = last_change(comparable_runs(runs, "recipes"));
  REQUIRE(change.has_value());
  CHECK(change->also == std::vector<std::string>{"the model", "the prompt, the items or their draw",
                                                 "the number of items", "the number of samples",
                                                 "which judges count"});
  CHECK_FALSE(last_change(comparable_runs({runs[0]}, "recipes")).has_value());
}
