// What an eval can still show: items that all pass or none, and how items go together.
#include "runtime/history/saturation.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/runtime/stats/scored_runs.h"

using namespace cairn;

namespace {

const std::string two_checks = R"(
eval e { prompt: p; samples: 5 }
prompt p { user: "hello" }
check a { require: answer contains "x" }
check b { require: answer contains "x" }
check seen { require: answer contains "x"; weight: 0 }
)";

Saturation saturation(const std::vector<LoggedRun>& runs) {
  SaturationCounts counts;
  for (const auto& run : runs) counts.add(run);
  return counts.finish();
}

std::vector<std::string> ids(const std::vector<ItemStanding>& items) {
  std::vector<std::string> all;
  for (const auto& one : items) all.push_back(one.item);
  return all;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("saturation: items that every run passes, and that none does") {
  const auto plan = plan_of(two_checks);
  const auto made = saturation({
      logged_run(plan, "r1",
                 {{"all", {"ppf"}}, {"none", {"pff"}}, {"some", {"ppf"}}, {"worst", {"fff"}}}),
      logged_run(plan, "r2",
                 {{"all", {"ppp"}}, {"none", {"fpp"}}, {"some", {"pfp"}}, {"worst", {"pfp"}}}),
  });
  CHECK(made.runs == 2);
  CHECK(made.answers == 2);
  CHECK(made.items == 4);
  // What has no weight decides nothing.
  CHECK(ids(made.passed) == Names{"all"});
  CHECK(made.passed[0].score == 1);
  // The lowest score first: `worst` 0 and 0.5, `none` 0.5 twice.
  CHECK(ids(made.failed) == Names{"worst", "none"});
  CHECK(made.failed[0].failed_checks == Names{"b"});
  CHECK(made.failed[1].failed_checks.empty());
  CHECK(made.passed_checks.empty());
  CHECK_FALSE(made.at_ceiling);
}

TEST_CASE("saturation: an item that one run alone had says nothing, nor one answer") {
  const auto plan = plan_of(two_checks);
  const auto made = saturation({
      logged_run(plan, "r1", {{"once", {"ppp", "ppp"}}, {"open", {"p?p"}}, {"both", {"ppp"}}}),
      logged_run(plan, "r2", {{"both", {"ppp"}}, {"open", {"ppp"}}}),
  });
  CHECK(ids(made.passed) == Names{"both"});
  // In one run its several answers are enough to be named.
  const auto alone =
      saturation({logged_run(plan, "r1", {{"once", {"ppp", "ppp"}}, {"x", {"ppp"}}})});
  CHECK(ids(alone.passed) == Names{"once"});
}

TEST_CASE("saturation: checks that fail nothing, and a score that is at its ceiling") {
  const auto plan = plan_of(two_checks);
  std::vector<TestedItem> good, better;
  for (int i = 0; i < 60; ++i) {
    good.push_back({"i" + std::to_string(i), {i == 0 ? "pff" : "ppf"}});
    better.push_back({"i" + std::to_string(i), {"ppf"}});
  }
  const auto made = saturation({logged_run(plan, "r1", good), logged_run(plan, "r2", better)});
  CHECK(made.passed_checks == Names{"a"});
  CHECK(made.at_ceiling);
  CHECK(made.passed.size() == 59);
  // The newest decides, not the best.
  CHECK(*saturation({logged_run(plan, "r2", better), logged_run(plan, "r1", good)}).score < 1);
}

TEST_CASE("saturation: an item's correlation is with the mean of the others, without itself") {
  const auto plan = plan_of(two_checks);
  // Six answers each, two samples in three runs; `turned` is right where others are wrong.
  std::vector<LoggedRun> runs;
  const char* same[] = {"pp", "pp", "ff", "pp", "ff", "ff"};
  const char* turned[] = {"ff", "ff", "pp", "ff", "pp", "pp"};
  for (std::size_t run = 0; run < 3; ++run) {
    const auto answers = [&](const char* const* of) {
      return Names{of[2 * run] + std::string("p"), of[2 * run + 1] + std::string("p")};
    };
    runs.push_back(logged_run(plan, "r" + std::to_string(run),
                              {{"x", answers(same)},
                               {"y", answers(same)},
                               {"z", answers(same)},
                               {"turned", answers(turned)},
                               {"fixed", {"ppp", "ppp"}}}));
  }
  const auto made = saturation(runs);
  REQUIRE(made.discrimination.size() == 4);
  CHECK(made.unvarying == 1);
  const auto& last = made.discrimination.back();
  CHECK(last.item == "turned");
  CHECK(last.answers == 6);
  CHECK(last.correlation == doctest::Approx(-1));
  CHECK(last.p_adjusted < 0.05);
  // Of x the rest is y, z, `turned` and `fixed`: (1, 1, 0, 1) and (0, 0, 1, 1) in four.
  CHECK(made.discrimination.front().correlation == doctest::Approx(1));
}

TEST_CASE("saturation: of few answers no correlation is told") {
  const auto plan = plan_of(two_checks);
  const auto made = saturation({
      logged_run(plan, "r1", {{"x", {"ppp", "ffp"}}, {"y", {"ppp", "ffp"}}}),
      logged_run(plan, "r2", {{"x", {"ppp", "ffp"}}, {"y", {"ppp", "ffp"}}}),
  });
  CHECK(made.discrimination.empty());
}

TEST_CASE("saturation: answers that were scored again are counted once") {
  const auto plan = plan_of(two_checks);
  const std::vector<TestedItem> items = {{"x", {"ppp"}}, {"y", {"fpp"}}};
  const auto made = saturation({logged_run(plan, "r1", items), logged_run(plan, "r1", items)});
  CHECK(made.runs == 1);
  CHECK(made.repeated == 1);
  CHECK(made.answers == 1);
  CHECK(made.passed.empty());
}

TEST_CASE(
    "saturation: the same answers in another order are the same, any number a sample may have") {
  const auto plan = plan_of(two_checks);
  auto live = logged_run(plan, "r1", {{"x", {"ppp"}}, {"y", {"fpp"}}});
  auto again = live;
  std::swap(again.items[0], again.items[1]);
  CHECK(saturation({live, again}).repeated == 1);
  live.items[0].answers[0].sample = 500'000'000'000;
  CHECK(saturation({live}).answers == 1);
}

TEST_CASE("saturation: the answers of a run are no answers that are independent") {
  const auto plan = plan_of(two_checks);
  // Two runs with five samples each: all that differs are the runs.
  const Names good(5, "ppp"), bad(5, "ffp");
  const auto made = saturation({
      logged_run(plan, "r1", {{"x", good}, {"y", good}, {"z", good}, {"turned", bad}}),
      logged_run(plan, "r2", {{"x", bad}, {"y", bad}, {"z", bad}, {"turned", good}}),
  });
  REQUIRE(made.discrimination.size() == 4);
  CHECK(made.discrimination.back().correlation == doctest::Approx(-1));
  CHECK(made.discrimination.back().answers == 10);
  CHECK(made.discrimination.back().p == 1);
}

TEST_CASE("saturation: an item that has nothing to do with the rest correlates with none of it") {
  const auto plan = plan_of(two_checks);
  const Names halves = {"ppp", "ppp", "ppp", "ppp", "ffp", "ffp", "ffp", "ffp"};
  const Names pairs = {"ppp", "ppp", "ffp", "ffp", "ppp", "ppp", "ffp", "ffp"};
  const auto made = saturation({logged_run(plan, "r", {{"x", halves}, {"y", pairs}})});
  REQUIRE(made.discrimination.size() == 2);
  // Held against a mean that holds itself, each would have 0.71.
  CHECK(made.discrimination[0].correlation == doctest::Approx(0));
  CHECK(made.discrimination[0].p == doctest::Approx(1));
}
