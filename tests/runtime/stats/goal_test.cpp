#include "runtime/stats/goal.h"

#include <doctest/doctest.h>

#include "runtime/stats/tally.h"
#include "tests/runtime/stats/plans.h"

using namespace cairn;

namespace {

std::string eval_with(const std::string& goal, const std::string& more = {}) {
  return "eval e {\n  prompt: p\n  samples: 2\n  unanswered at most: 50%\n  goal: " + goal + "\n" +
         more +
         "}\n"
         "prompt p { user: \"hello\" }\n"
         "check a { require: answer contains \"x\" }\n"
         "check b { require: answer contains \"x\"; area: manners }\n"
         "check length { measure: reply.tokens.out }\n";
}

// Letters of the checks a and b; no item measures a length unless a test says so.
std::vector<ScoredItem> scored(const std::vector<std::string>& letters) {
  std::vector<ScoredItem> all;
  for (const auto& one : letters) {
    all.push_back(item(all.size(), {one + "-"}));
    if (one.size() == 3) all.back().samples[0] = sample(one);
  }
  return all;
}

Summary tallied(const Plan& plan, const std::vector<ScoredItem>& items,
                std::vector<TrustReport> trust = {}) {
  Tally tally(plan, std::move(trust));
  for (const auto& item : items) tally.add(item);
  return tally.finish();
}

}  // namespace

TEST_CASE("a goal is taken at both ends of what is open") {
  struct Case {
    std::string about, goal;
    std::vector<std::string> items;
    Met met;
    int exit_code;
    std::string why;  // A part of the first condition's.
  };
  const Case cases[] = {
      {"met", "score >= 80%", {"pp", "pp"}, Met::met, 0, "it is 100%"},
      {"exactly met, however it was summed",
       "a >= 10%",
       {"pp", "fp", "fp", "fp", "fp", "fp", "fp", "fp", "fp", "fp"},
       Met::met,
       0,
       "it is 10%"},
      {"not met", "score >= 80%", {"pf", "pp"}, Met::not_met, 1, "it is 75%"},
      {"met however the open one comes out",
       "score >= 70%",
       {"pp", "pp", "p?"},
       Met::met,
       0,
       "from 83.3% to 100% however the open verdicts come out"},
      {"not met however it comes out",
       "b >= 80%",
       {"pf", "pf", "p?"},
       Met::not_met,
       1,
       "from 0% to 33.3%"},
      {"it depends", "b >= 30%", {"pf", "pf", "p?"}, Met::could_not_measure, 3, "from 0% to 33.3%"},
      {"at most", "a <= 50%", {"pp", "fp"}, Met::met, 0, ""},
      {"less", "a < 50%", {"pp", "fp"}, Met::not_met, 1, ""},
      {"more", "a > 40%", {"pp", "fp"}, Met::met, 0, ""},
      {"the metric on the right", "40% <= a", {"pp", "fp"}, Met::met, 0, "it is 50%"},
      {"no value",
       "pass@2 >= 50%",
       {"pp"},
       Met::could_not_measure,
       3,
       "`pass@2` has no value: no item has 2 answered samples"},
      {"no interval",
       "score.low >= 50%",
       {"pp"},
       Met::could_not_measure,
       3,
       "an interval needs two items, or two groups"},
      {"the low end", "score.low >= 45%", {"pp", "pp", "pp", "pp", "pp", "pp"}, Met::met, 0, ""},
      {"one of two", "a >= 90% or b >= 90%", {"pf", "pf"}, Met::met, 0, "it is 100%"},
      {"neither of two",
       "a >= 90% or b >= 90%",
       {"ff", "pf"},
       Met::not_met,
       1,
       "it is 50%; it is 0%"},
      {"one that holds decides for one that is open",
       "a >= 90% or b >= 90%",
       {"p?", "pp"},
       Met::met,
       0,
       "it is 100%"},
      {"turned around", "not (a >= 90%)", {"fp", "fp"}, Met::met, 0, "it is 0%"},
      {"of two metrics", "a - b >= 10%", {"pf", "pf"}, Met::met, 0, ""},
      {"of two metrics, one open", "a - b >= 10%", {"pf", "p?"}, Met::met, 0, ""},
      {"of two metrics, and it depends",
       "a - b >= 60%",
       {"pf", "p?"},
       Met::could_not_measure,
       3,
       ""},
      {"too much is open",
       "a >= 10%",
       {"p?", "??", "??"},
       Met::could_not_measure,
       3,
       "5 of 6 verdicts are unanswered, 83.3%, and `unanswered at most` is 50%"},
      {"what is open can be asked itself",
       "unanswered <= 90%",
       {"p?", "??", "??"},
       Met::met,
       0,
       "it is 83.3%"},
      {"nothing was scored", "a >= 10%", {"--"}, Met::could_not_measure, 3, "has no value"},
      {"of a measure with nothing measured",
       "length.median <= 5",
       {"pp"},
       Met::could_not_measure,
       3,
       "`length.median` has no value: nothing was measured"},
      {"an area", "manners >= 50%", {"fp", "ff"}, Met::met, 0, "it is 50%"},
      {"no costs are known",
       "cost <= 2 USD",
       {"pp"},
       Met::could_not_measure,
       3,
       "no answer says what it cost"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto made = tallied(plan_of(eval_with(c.goal)), scored(c.items));
    REQUIRE(made.goal);
    CHECK(to_string(made.goal->met) == to_string(c.met));
    CHECK(made.exit_code == c.exit_code);
    REQUIRE(made.goal->conditions.size() == 1);
    CAPTURE(made.goal->conditions[0].why);
    CHECK(made.goal->conditions[0].why.find(c.why) != std::string::npos);
    CHECK(made.goal->conditions[0].text == c.goal);
  }
}

TEST_CASE("a goal is reported condition by condition") {
  const auto plan = plan_of(eval_with("a >= 90% and b >= 90% and pass@2 >= 50%"));
  const auto made = tallied(plan, scored({"pf", "pp"}));
  REQUIRE(made.goal->conditions.size() == 3);
  CHECK(made.goal->conditions[0].text == "a >= 90%");
  CHECK(made.goal->conditions[0].met == Met::met);
  CHECK(*made.goal->conditions[0].value == 1);
  CHECK(made.goal->conditions[1].met == Met::not_met);
  CHECK(*made.goal->conditions[1].value == 0.5);
  CHECK(made.goal->conditions[2].met == Met::could_not_measure);
  CHECK(!made.goal->conditions[2].value);
  CHECK(made.goal->met == Met::not_met);
  CHECK(made.exit_code == 1);
}

TEST_CASE("a goal that counts a check which is not trusted could not be measured") {
  struct Case {
    std::string about, goal;
    Trust trust;  // Of b.
    std::vector<std::string> items;
    Met met;
    int exit_code;
  };
  const Case cases[] = {
      {"it names it", "b >= 50%", Trust::untested, {"pp"}, Met::could_not_measure, 3},
      {"it counts it in the score",
       "score >= 50%",
       Trust::not_trusted,
       {"pp"},
       Met::could_not_measure,
       3},
      {"by its area", "manners >= 50%", Trust::untested, {"pp"}, Met::could_not_measure, 3},
      {"it speaks of another", "a >= 50%", Trust::not_trusted, {"pp"}, Met::met, 0},
      {"of another, which fails", "a >= 50%", Trust::not_trusted, {"fp"}, Met::not_met, 1},
      {"only people are missing",
       "score >= 90%",
       Trust::waiting,
       {"pp", "pp"},
       Met::could_not_measure,
       4},
      {"they cannot turn it any more",
       "score >= 90%",
       Trust::waiting,
       {"fp", "fp"},
       Met::not_met,
       1},
      {"people are missing, and a verdict of somebody else",
       "score >= 90%",
       Trust::waiting,
       {"?p", "pp"},
       Met::could_not_measure,
       3},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    std::vector<TrustReport> trust(3);
    trust[1].trust = c.trust;
    const auto made = tallied(plan_of(eval_with(c.goal)), scored(c.items), trust);
    CHECK(to_string(made.goal->met) == to_string(c.met));
    CHECK(made.exit_code == c.exit_code);
  }
}

TEST_CASE("goals about money and measures are shown in their units") {
  auto all = scored({"pp", "pp", "pp"});
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].samples[0].checks[2] = result(Measured{10.0 * static_cast<double>(i + 1)});
    all[i].samples[0].facts.cost_usd = 0.5;
  }
  const auto plan = plan_of(eval_with("cost <= 2 USD and length.median < 21 and length.p95 < 20"));
  const auto made = tallied(plan, all);
  REQUIRE(made.goal->conditions.size() == 3);
  CHECK(made.goal->conditions[0].why == "it is 1.5 USD");
  CHECK(made.goal->conditions[1].why == "it is 20");
  CHECK(made.goal->conditions[1].met == Met::met);
  CHECK(made.goal->conditions[2].why == "it is 29");
  CHECK(made.exit_code == 1);
}
