#include <doctest/doctest.h>

#include "runtime/stats/tally.h"
#include "tests/runtime/stats/plans.h"

using namespace cairn;

namespace {

using Passes = SampleScore::Passes;

// Checks a (weight 1), b (weight 3), gate (must pass, weight 1), note (weight 0),
// free_gate (must pass, weight 0), graded (a share, passes at 90%).
Plan plan() {
  return plan_of(R"(
eval e {
  prompt: p
}
prompt p { user: "hello" }
check a { require: answer contains "x" }
check b { require: answer contains "x"; weight: 3 }
check gate { require: answer contains "x"; must pass: yes }
check note { require: answer contains "x"; weight: 0 }
check free_gate { require: answer contains "x"; must pass: yes; weight: 0 }
check graded { score: 0.5; passes at: 90% }
)");
}

}  // namespace

TEST_CASE("the score of a sample") {
  struct Case {
    std::string about;
    std::vector<CheckResult> checks;
    std::optional<double> score;
    double low, high;
    Passes passes;
  };
  const auto p = result('p'), f = result('f'), open = result('?'), none = result('-');
  const auto graded = [](double score) { return result(Scored{score, score >= 0.9, "low"}); };
  const auto between = [](double low, double high) { return result(Unanswered{low, high, "?"}); };
  const Case cases[] = {
      {"the weighted mean of its checks", {f, p, p, none, none, none}, 0.8, 0.8, 0.8, Passes::no},
      {"all passed", {p, p, p, p, p, graded(1)}, 1, 1, 1, Passes::yes},
      {"a share that passes counts as it is",
       {none, none, none, none, none, graded(0.95)},
       0.95,
       0.95,
       0.95,
       Passes::yes},
      {"a gate that failed makes it 0", {p, p, f, none, none, none}, 0, 0, 0, Passes::no},
      {"an open gate leaves it open",
       {p, f, open, none, none, none},
       std::nullopt,
       0,
       0.4,
       Passes::no},
      {"an open gate and a failed one", {p, p, f, none, open, none}, 0, 0, 0, Passes::no},
      {"an open check is left out, and in the bounds",
       {p, open, none, none, none, none},
       1,
       0.25,
       1,
       Passes::open},
      {"one that weighs nothing changes nothing", {p, p, p, f, none, none}, 1, 1, 1, Passes::yes},
      {"nothing applied",
       {none, none, none, none, none, none},
       std::nullopt,
       0,
       0,
       Passes::not_counted},
      {"only what weighs nothing applied",
       {none, none, none, p, none, none},
       std::nullopt,
       0,
       0,
       Passes::not_counted},
      {"gates alone, passed", {none, none, none, none, p, none}, 1, 1, 1, Passes::yes},
      {"gates alone, failed", {none, none, none, none, f, none}, 0, 0, 0, Passes::no},
      {"everything open", {open, open, open, open, open, open}, std::nullopt, 0, 1, Passes::open},
      {"an open share that cannot pass any more",
       {none, none, none, none, none, between(0, 0.5)},
       std::nullopt,
       0,
       0.5,
       Passes::no},
      {"an open share that has passed already",
       {none, none, none, none, none, between(0.95, 1)},
       std::nullopt,
       0.95,
       1,
       Passes::yes},
      {"points below 0",
       {none, none, none, none, none, graded(-0.5)},
       -0.5,
       -0.5,
       -0.5,
       Passes::no},
      {"points below 0 behind an open gate",
       {none, none, none, none, open, graded(-0.5)},
       std::nullopt,
       -0.5,
       0,
       Passes::no},
  };
  const auto made = plan();
  const auto counts = in_the_score(made, {});
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto found = score_sample(made, counts, c.checks);
    REQUIRE(found.score.has_value() == c.score.has_value());
    if (c.score) CHECK(*found.score == doctest::Approx(*c.score));
    CHECK(found.low == doctest::Approx(c.low));
    CHECK(found.high == doctest::Approx(c.high));
    CHECK(found.passes == c.passes);
    CHECK(found.anything == (c.passes != Passes::not_counted));
  }
}

TEST_CASE("what is not trusted, or weighs nothing, is not in the score") {
  const auto made = plan();
  std::vector<TrustReport> trust(6);
  trust[0].trust = Trust::not_trusted;
  trust[1].trust = Trust::untested;
  const std::vector<bool> expected = {false, true, true, false, true, true};
  CHECK(in_the_score(made, trust) == expected);
}
