// Scores by label: how runs of one value are taken together, and on which items.
#include "runtime/history/by_label.h"

#include <doctest/doctest.h>

#include "runtime/history/label_order.h"
#include "runtime/history/rank_trend.h"
#include "tests/runtime/stats/scored_runs.h"

using namespace cairn;

namespace {

const std::string two_checks = R"(
eval e { prompt: p; samples: 5 }
prompt p { user: "hello" }
check a { require: answer contains "x" }
check b { require: answer contains "x" }
)";

struct LabelledRun {
  std::string value;
  LoggedRun run;
};

ByLabel by_label(const std::vector<LabelledRun>& runs) {
  LabelScores scores("mix");
  for (const auto& one : runs) scores.add(one.run, one.value);
  return scores.finish();
}

}  // namespace

TEST_CASE("by label: one run of a value is what its own summary says") {
  const auto plan = plan_of(two_checks);
  const auto run =
      logged_run(plan, "r1", {{"x", {"pp", "pf"}}, {"y", {"ff"}}, {"z", {"fp", "f?"}}});
  const auto made = by_label({{"v1", run}});
  REQUIRE(made.values.size() == 1);
  const auto& one = made.values[0];
  CHECK(one.runs == std::vector<std::string>{"r1"});
  CHECK(*one.score.score == doctest::Approx(*run.summary.score));
  CHECK(one.score.interval->low == doctest::Approx(run.summary.interval->low));
  CHECK(one.score.interval->high == doctest::Approx(run.summary.interval->high));
  REQUIRE(made.checks.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(made.checks[i].name == run.summary.checks[i].name);
    CHECK(*one.checks[i].score == doctest::Approx(*run.summary.checks[i].score));
    CHECK(one.checks[i].interval->low == doctest::Approx(run.summary.checks[i].interval->low));
  }
}

TEST_CASE("by label: runs of one value are pooled by item, weighted by their samples") {
  const auto plan = plan_of(two_checks);
  const auto made = by_label({
      {"v1", logged_run(plan, "r1", {{"x", {"pp", "pp", "pp"}}, {"y", {"ff"}}})},
      {"v1", logged_run(plan, "r2", {{"x", {"ff"}}, {"y", {"pf"}}})},
  });
  REQUIRE(made.values.size() == 1);
  CHECK(made.values[0].runs.size() == 2);
  // x: three of four samples are 1; y: 0 and 0.5.
  CHECK(*made.values[0].score.score == doctest::Approx((0.75 + 0.25) / 2));
  CHECK(*made.values[0].checks[0].score == doctest::Approx((0.75 + 0.5) / 2));
}

TEST_CASE("by label: only items that all values scored are used") {
  const auto plan = plan_of(two_checks);
  const auto made = by_label({
      {"v1", logged_run(plan, "r1", {{"easy", {"pp"}}, {"x", {"pp"}}, {"y", {"pf"}}})},
      {"v2", logged_run(plan, "r2", {{"x", {"ff"}}, {"y", {"p?"}}, {"hard", {"ff"}}})},
  });
  CHECK(made.common);
  CHECK(made.items == 4);
  // Weighted checks that could not be judged leave the item to the other: y has a score.
  CHECK(made.values[0].score.items == 2);
  CHECK(*made.values[0].score.score == doctest::Approx(0.75));
  CHECK(*made.values[1].score.score == doctest::Approx(0.5));
  // Of y, `b` was decided under v1 alone.
  CHECK(made.values[0].checks[1].items == 1);
  CHECK(*made.values[0].checks[1].score == doctest::Approx(1));
  CHECK_FALSE(made.values[0].checks[1].interval.has_value());
}

TEST_CASE("by label: without an item in common each value has its own, and it is said") {
  const auto plan = plan_of(two_checks);
  const auto made = by_label({
      {"v1", logged_run(plan, "r1", {{"x", {"p?"}}, {"y", {"p?"}}})},
      {"v2", logged_run(plan, "r2", {{"z", {"fp"}}})},
  });
  CHECK_FALSE(made.common);
  CHECK_FALSE(made.checks[0].common);
  CHECK(made.values[0].score.items == 2);
  CHECK(*made.values[0].score.score == 1);
  CHECK(made.values[1].score.items == 1);
  CHECK(made.values[0].checks[1].items == 0);
  CHECK_FALSE(made.values[0].checks[1].score.has_value());
}

TEST_CASE("by label: items of one group move together, so the interval is wider") {
  const std::string grouped = R"(
eval e { prompt: p; samples: 5; group by: item.cuisine }
prompt p { user: "hello" }
check a { require: answer contains "x" }
)";
  std::vector<TestedItem> items;
  for (int i = 0; i < 40; ++i)
    items.push_back({"i" + std::to_string(i), {i < 20 ? "p" : "f"}, "g" + std::to_string(i / 10)});
  const auto plan = plan_of(grouped);
  const auto run = logged_run(plan, "r", items);
  const auto made = by_label({{"v", run}});
  REQUIRE(run.summary.interval.has_value());
  CHECK(made.values[0].score.interval->low == doctest::Approx(run.summary.interval->low));
  CHECK(made.values[0].score.interval->low < 0.1);
  // A run of another value that knows no groups changes none of it.
  auto ungrouped = run;
  ungrouped.id = "u";
  ungrouped.plan.eval.group_by.clear();
  for (const auto& both :
       {by_label({{"u", ungrouped}, {"v", run}}), by_label({{"v", run}, {"u", ungrouped}})})
    CHECK(both.values[1].score.interval->low == made.values[0].score.interval->low);
}

TEST_CASE("by label: a measure is a mean in its own unit, and in no score") {
  const std::string measured = R"(
eval e { prompt: p }
prompt p { user: "hello" }
check a { require: answer contains "x" }
check long { measure: word_count(answer) }
)";
  const auto plan = plan_of(measured);
  auto run = logged_run(plan, "r", {{"x", {"p-"}}, {"y", {"p-"}}, {"z", {"f-"}}});
  const double words[] = {100, 110, 150};
  for (std::size_t i = 0; i < 3; ++i)
    run.items[i].scored.samples[0].checks[1].outcome = Measured{words[i]};
  const auto made = by_label({{"v", run}});
  CHECK(made.checks[1].is_measure);
  CHECK(*made.values[0].checks[1].score == doctest::Approx(120));
  CHECK(made.values[0].checks[1].interval->high > 150);
  // Of any size.
  for (std::size_t i = 0; i < 3; ++i)
    run.items[i].scored.samples[0].checks[1].outcome = Measured{words[i] * 1e9};
  const auto large = by_label({{"v", run}});
  CHECK(*large.values[0].checks[1].score == doctest::Approx(120e9));
  CHECK(large.values[0].checks[1].interval->high ==
        doctest::Approx(made.values[0].checks[1].interval->high * 1e9));
}

TEST_CASE("by label: what counts in one run and not in another is named") {
  const auto plan = plan_of(two_checks);
  auto untrusted = logged_run(plan, "r2", {{"x", {"pf"}}});
  untrusted.counts[1] = false;
  const auto made = by_label({{"v1", logged_run(plan, "r1", {{"x", {"pf"}}})}, {"v2", untrusted}});
  CHECK(made.counted_in_some == std::vector<std::string>{"b"});
}

TEST_CASE("by label: verdicts of a panel that waits are no verdicts") {
  const auto plan = plan_of(two_checks);
  auto run = logged_run(plan, "r", {{"x", {"pf"}}, {"y", {"pf"}}});
  run.summary.checks[1].trust.trust = Trust::waiting;
  const auto made = by_label({{"v", run}});
  CHECK(made.values[0].checks[0].items == 2);
  CHECK(made.values[0].checks[1].items == 0);
}

TEST_CASE("by label: values stand in the order in which people count") {
  using Names = std::vector<std::string_view>;
  struct Case {
    const char* about;
    Names values, ordered;
  };
  const Case cases[] = {
      {"numbers", {"1000", "20", "-1", "2.5"}, {"-1", "2.5", "20", "1000"}},
      {"numbers in texts", {"v10", "v2", "v1"}, {"v1", "v2", "v10"}},
      {"one text makes all texts", {"1e3", "2", "1f"}, {"1e3", "1f", "2"}},
      {"leading zeros", {"step-010", "step-9", "step-10"}, {"step-9", "step-010", "step-10"}},
      {"texts", {"thai", "a", ""}, {"", "a", "thai"}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    Names ordered;
    for (const auto place : order_of_values(c.values)) ordered.push_back(c.values[place]);
    CHECK(ordered == c.ordered);
  }
  CHECK_FALSE(label_number("4k").has_value());
  CHECK_FALSE(label_number("nan").has_value());
  CHECK_FALSE(label_number("").has_value());
}

TEST_CASE("by label: scores that rise with a number have a trend") {
  const auto plan = plan_of(two_checks);
  std::vector<LabelledRun> runs;
  for (int step = 0; step < 5; ++step) {
    std::vector<TestedItem> items;
    for (int i = 0; i < 6; ++i)
      items.push_back({"i" + std::to_string(i), {i <= step ? "pp" : "ff"}});
    runs.push_back({std::to_string(step * 500), logged_run(plan, "r", items)});
  }
  const auto made = by_label(runs);
  CHECK(made.numbers);
  CHECK(made.values[1].value == "500");
  REQUIRE(made.trend.has_value());
  CHECK(made.trend->value == doctest::Approx(1));
  CHECK(*made.trend->p == doctest::Approx(2.0 / 120));
}

TEST_CASE("a rank trend of few points is as likely by chance as their orders say") {
  struct Case {
    std::vector<double> x, y;
    double value, p;
  };
  const Case cases[] = {
      {{1, 2, 3}, {1, 2, 3}, 1, 2.0 / 6},
      {{1, 2, 3, 4}, {8, 6, 4, 2}, -1, 2.0 / 24},
      // By hand: squared rank distances 0, 1, 1, 0; of 24 orders 8 are as far from 0.
      {{1, 2, 3, 4}, {1, 3, 2, 4}, 0.8, 8.0 / 24},
      // With a tie: 3 distinct orders, each as often.
      {{1, 2, 3}, {1, 1, 2}, 0.8660254, 4.0 / 6},
  };
  for (const auto& c : cases) {
    const auto found = rank_trend(c.x, c.y);
    REQUIRE(found.has_value());
    CHECK(found->value == doctest::Approx(c.value));
    CHECK(*found->p == doctest::Approx(c.p));
  }
  const std::vector<double> two = {1, 2}, flat = {1, 1, 1}, three = {1, 2, 3};
  CHECK_FALSE(rank_trend(two, two)->p.has_value());
  CHECK_FALSE(rank_trend(three, flat).has_value());
}
