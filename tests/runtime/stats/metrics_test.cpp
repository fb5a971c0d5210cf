// Every metric of language.md section 6, with its ends and in slices.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "runtime/stats/interval.h"
#include "runtime/stats/table.h"
#include "runtime/stats/tally.h"
#include "tests/runtime/stats/plans.h"

using namespace cairn;

namespace {

const std::string checks = R"(
prompt p { user: "hello" }
check a { require: answer contains "x" }
check tone { says: answer; should say: item.label }
check length { measure: reply.tokens.out }
check better {
  judge: grader
  compare with: item.label
  question: "Is it better?"
}
judge grader { model: "a/b"; samples: 3 }
slice thai { when: item.cuisine is "thai" }
)";

std::string eval_with(const std::string& report) {
  return "eval e {\n  prompt: p\n  samples: 2\n  report: [" + report + "]\n}\n" + checks;
}

CheckResult said(const std::string& said, const std::string& should_say) {
  const bool right = said == should_say;
  auto made = result(Scored{right ? 1.0 : 0.0, right, "it says another"});
  made.said = {{said, should_say}};
  return made;
}

// 20 items of two samples: a passes for the first 15; of every five items one says
// the wrong label; the length is the item's number; the first ten are Thai.
std::vector<ScoredItem> twenty() {
  std::vector<ScoredItem> all;
  for (std::size_t i = 0; i < 20; ++i) {
    all.push_back(item(i, {}));
    all.back().slices = {i < 10 ? std::optional<std::string>("") : std::nullopt};
    all.back().picked = {i >= 10};
    for (int k = 0; k < 2; ++k) {
      const std::string label(1, i % 2 == 0 ? 'u' : 'v');
      auto& one = all.back().samples;
      one.push_back(
          sample(std::vector{result(i < 15 ? 'p' : 'f'), said(i % 5 == 0 ? "u" : label, label),
                             result(Measured{static_cast<double>(i)}), result('p')}));
      one.back().orders = {Orders::not_asked, Orders::not_asked, Orders::not_asked,
                           i == 0 ? Orders::flipped : Orders::agreed};
      one.back().votes = {{}, {}, {}, {3, i == 1 ? std::size_t{1} : std::size_t{3}}};
      one.back().facts.cost_usd = 0.01;
    }
  }
  return all;
}

Summary reported(const std::string& report) {
  const auto plan = plan_of(eval_with(report));
  TrustReport judged{.trust = Trust::trusted, .agreement = 0.9, .cohen_kappa = 0.8};
  judged.agreement_interval = Interval{0.7, 0.97};
  Tally tally(plan, {{}, {}, {}, judged});
  for (const auto& one : twenty()) tally.add(one);
  return tally.finish();
}

}  // namespace

TEST_CASE("every metric has its value, and its ends where it is estimated") {
  struct Case {
    std::string metric;
    double value;
    bool ends = true;
  };
  const Case cases[] = {
      {"score", (0.75 + 0.9 + 1) / 3},
      {"a", 0.75},
      {"a.consistency", 1},
      {"tone", 0.9},
      {"tone.accuracy", 0.9},
      // Of v two of ten are called u: precision (10/12 + 1)/2, recall (1 + 8/10)/2.
      {"tone.precision", (10.0 / 12 + 1) / 2},
      {"tone.recall", 0.9},
      {"tone.f1", (20.0 / 22 + 16.0 / 18) / 2},
      {"tone.kappa", 0.8},
      {"length.median", 9.5},
      {"length.mean", 9.5},
      {"length.p95", 18.05},
      {"better.agreement", 0.9},
      {"better.cohen_kappa", 0.8, false},
      {"better.judge_consistency", 1 - 2.0 / 3 / 20},
      {"pass@1", 0.7},
      {"pass^2", 0.7},
      {"consistency", 1},
      {"rerun_band", 0},
      {"groups", 0.7},
      {"unanswered", 0, false},
      {"cost", 0.4, false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.metric);
    const auto made = reported(c.metric + ", " + c.metric + ".low, " + c.metric + ".high, margin");
    REQUIRE(made.metrics.size() == 4);
    REQUIRE(made.metrics[0].value);
    const double value = *made.metrics[0].value;
    CHECK(std::abs(value - c.value) <= 1e-9);
    REQUIRE(made.metrics[1].value.has_value() == c.ends);
    CHECK(made.metrics[1].why_none.empty() == c.ends);
    if (!c.ends) continue;
    CHECK(*made.metrics[1].value == made.metrics[0].interval->low);
    CHECK(*made.metrics[1].value <= value);
    CHECK(*made.metrics[2].value >= value);
    CHECK(made.metrics[3].value == made.margin);
  }
}

TEST_CASE("metrics in slices") {
  const auto made = reported(
      "a[thai], a[item.cuisine is \"greek\"], a[thai].low, tone.f1[thai], length.median[thai], "
      "pass@1[item.cuisine is \"greek\"]");
  REQUIRE(made.metrics.size() == 6);
  CHECK(*made.metrics[0].value == 1);
  CHECK(*made.metrics[1].value == 0.5);
  CHECK(*made.metrics[2].value == doctest::Approx(wilson(1, 10, t_quantile(9)).low));
  CHECK(*made.metrics[3].value == doctest::Approx((10.0 / 11 + 8.0 / 9) / 2));
  CHECK(*made.metrics[4].value == 4.5);
}

TEST_CASE("orders that disagree are the flip rate") {
  CHECK(*reported("score").checks[3].flip_rate == doctest::Approx(0.05));
  CHECK(!reported("score").checks[0].flip_rate);
}

TEST_CASE("the tables hold what the language lets a metric ask") {
  // Names of evals' and checks' metrics, as language.md section 6 lists them.
  for (const auto* name :
       {"score", "consistency", "rerun_band", "margin", "groups", "unanswered", "cost"}) {
    CAPTURE(name);
    CHECK(std::ranges::count(eval_metrics(), std::string_view(name), &EvalMetric::name) == 1);
  }
  for (const auto* name : {"consistency", "median", "mean", "p95", "accuracy", "precision",
                           "recall", "f1", "kappa", "agreement", "cohen_kappa", "judge_consistency",
                           "fleiss_kappa", "krippendorff_alpha", "gwet_ac1"}) {
    CAPTURE(name);
    CHECK(std::ranges::count(check_metrics(), std::string_view(name), &CheckMetric::name) == 1);
  }
}
