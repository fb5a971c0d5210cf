// Several runs over the same items, ranked: statistics.md section 0, 7.
#include <doctest/doctest.h>

#include "runtime/compare/comparison.h"
#include "tests/runtime/compare/compared_runs.h"

using namespace cairn;

namespace {

const std::string two_checks = R"(
eval e { prompt: p }
prompt p { user: "hello" }
check a { require: answer contains "x" }
check b { require: answer contains "y" }
)";

using OutcomesOfItems = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("a leaderboard: who cannot be told apart shares a rank") {
  const auto plan = plan_of(two_checks);
  const auto run = [&](const std::string& id, std::size_t good) {
    OutcomesOfItems all;
    repeat(all, good, "pp");
    repeat(all, 60 - good, "ff");
    return logged_run(id, plan, items(all));
  };
  const auto board = leaderboard({run("low", 20), run("high", 51), run("top", 53)});
  CHECK(board.items == 60);
  REQUIRE(board.runs.size() == 3);
  CHECK(board.runs[0].run == 2);
  CHECK(board.runs[0].rank == std::size_t{1});
  CHECK(board.runs[0].not_told_from == std::vector<std::size_t>{1});
  CHECK(board.runs[1].run == 1);
  CHECK(board.runs[1].rank == std::size_t{1});
  CHECK(board.runs[2].run == 0);
  CHECK(board.runs[2].rank == std::size_t{3});
  CHECK(board.runs[2].not_told_from.empty());
  CHECK(*board.runs[2].score == doctest::Approx(20.0 / 60));
  CHECK(board.runs[2].interval->low < 20.0 / 60);
  CHECK(board.warnings.empty());
}

TEST_CASE("a leaderboard uses the items that all runs scored") {
  const OutcomesOfItems all(6, {"pp"});
  auto less = logged_run("bbbb", two_checks, all);
  less.items.pop_back();
  const auto board =
      leaderboard({logged_run("aaaa", two_checks, all), less, logged_run("cccc", two_checks, all)});
  CHECK(board.items == 5);
  CHECK(board.left_out == 1);
  const auto none = leaderboard({logged_run("aaaa", two_checks, {}), less});
  CHECK(none.items == 0);
  CHECK_FALSE(none.runs[0].rank.has_value());
  CHECK_FALSE(none.runs[0].score.has_value());
}

TEST_CASE("a run that another definition scored has no rank, however good it looks") {
  auto weighty = two_checks;
  weighty.insert(weighty.rfind(" }"), "; weight: 2");
  OutcomesOfItems one_fails(30, {"fp"});
  const auto board = leaderboard({logged_run("aaaa", weighty, one_fails),
                                  logged_run("bbbb", two_checks, one_fails),
                                  logged_run("cccc", two_checks, one_fails)});
  REQUIRE(board.warnings.size() == 1);
  CHECK(board.warnings[0] == "aaaa is scored otherwise than bbbb: check `b`: weight 1 → 2");
  CHECK(board.runs[0].rank == std::size_t{1});
  CHECK(board.runs[1].rank == std::size_t{1});
  CHECK(board.runs[2].run == 0);
  CHECK_FALSE(board.runs[2].rank.has_value());
  CHECK(*board.runs[2].score > *board.runs[0].score);
}

TEST_CASE("which run comes first changes no interval of a leaderboard") {
  OutcomesOfItems all;
  repeat(all, 10, "pp");
  repeat(all, 10, "ff");
  auto grouped = logged_run("aaaa", two_checks, all);
  grouped.plan.eval.group_by = "kind";
  for (std::size_t i = 0; i < grouped.items.size(); ++i)
    grouped.items[i].scored.group = i < 10 ? "good" : "bad";
  const auto plain = logged_run("bbbb", two_checks, all);
  const auto first = leaderboard({grouped, plain}), last = leaderboard({plain, grouped});
  REQUIRE(first.runs[0].interval);
  CHECK(first.runs[0].interval->low == last.runs[0].interval->low);
  CHECK(first.runs[0].interval->low < 0.1);
}
