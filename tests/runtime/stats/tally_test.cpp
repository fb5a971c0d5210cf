#include "runtime/stats/tally.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "runtime/stats/interval.h"
#include "tests/runtime/stats/plans.h"

using namespace cairn;

namespace {

const std::string two_checks = R"(
eval e {
  prompt: p
  samples: 5
  slices: [item.cuisine, spicy]
  report: [score, a, pass@1, pass@2, pass^2, groups]
}
slice spicy { when: item.kind is "a" }
prompt p { user: "hello" }
check a { require: answer contains "x" }
check b { require: answer contains "x" }
)";

Summary tallied(const Plan& plan, const std::vector<ScoredItem>& items,
                std::vector<TrustReport> trust = {}) {
  Tally tally(plan, std::move(trust));
  for (const auto& item : items) tally.add(item);
  return tally.finish();
}

const MetricValue& metric(const Summary& summary, std::string_view text) {
  const auto found = std::ranges::find(summary.metrics, text, &MetricValue::text);
  REQUIRE(found != summary.metrics.end());
  return *found;
}

bool has_note(const Summary& summary, std::string_view part) {
  return std::ranges::any_of(
      summary.notes, [&](const std::string& note) { return note.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("the score is the mean of the items' means") {
  const auto plan = plan_of(two_checks);
  const auto made = tallied(plan, items({{"pp", "pf"}, {"ff", "fp"}, {"pp"}}));
  // 0.75, 0.25, 1.
  CHECK(*made.score == doctest::Approx(2.0 / 3));
  CHECK(made.items == 3);
  CHECK(made.items_scored == 3);
  CHECK(made.groups == 3);
  CHECK(made.samples == 2);
  CHECK(made.answers == 5);
  CHECK(made.asked == 10);
  CHECK(made.unanswered == 0);
  CHECK(made.bounds->low == *made.score);
  CHECK(made.bounds->high == *made.score);
  CHECK(*made.margin == doctest::Approx((made.interval->high - made.interval->low) / 2));
  // Each item's variance is 1/8 over 2 samples; the one sample of the third varies
  // as theirs do: (1/16 + 1/16 + 1/8) / 9.
  CHECK(*made.rerun_band == doctest::Approx(1.959964 * std::sqrt(2.0 * 0.25 / 9)));
  // Two of its items have two samples: one passes once, one never.
  CHECK(*made.consistency == doctest::Approx(0.5));
  CHECK(*made.consistency_chance == doctest::Approx(0.25 * 0.25 + 0.75 * 0.75));
  const auto& a = made.checks[0];
  CHECK(*a.score == doctest::Approx(2.0 / 3));
  CHECK(a.passed == 3);
  CHECK(a.failed == 2);
  CHECK(*a.consistency == 1);
  CHECK(made.exit_code == 0);
}

TEST_CASE("open verdicts widen the bounds and nothing else") {
  const auto plan = plan_of(two_checks);
  const auto made = tallied(plan, items({{"p?"}, {"pp"}, {"??"}}));
  CHECK(*made.score == 1);
  CHECK(made.items_scored == 2);
  CHECK(made.bounds->low == doctest::Approx(0.5));
  CHECK(made.bounds->high == 1);
  CHECK(made.unanswered == 3);
  CHECK(made.asked == 6);
  CHECK(made.checks[1].items == 3);
  CHECK(made.checks[1].open.at(0).count == 2);
  CHECK(made.checks[1].bounds->low == doctest::Approx(1.0 / 3));
  CHECK(has_note(made, "1 of 3 items have no score"));
}

TEST_CASE("pass@K of items with different numbers of samples") {
  const auto plan = plan_of(two_checks);
  // Three of four pass; one of one passes; one of two with one open.
  const auto made = tallied(plan, items({{"pp", "pp", "pp", "pf"}, {"pp"}, {"pp", "f?", "p?"}}));
  // The third: 1 passed of 2 answered (f fails already), 1 open.
  CHECK(*metric(made, "pass@1").value == doctest::Approx((0.75 + 1 + 0.5) / 3));
  CHECK(*metric(made, "pass@2").value == doctest::Approx((1 + 1) / 2.0));
  CHECK(*metric(made, "pass^2").value == doctest::Approx((0.5 + 0) / 2));
  CHECK(metric(made, "pass^2").bounds->low == doctest::Approx((0.5 + 0) / 2));
  CHECK(metric(made, "pass^2").bounds->high == doctest::Approx((0.5 + 1.0 / 3) / 2));
  const auto single = tallied(plan, items({{"pp"}, {"pf"}}));
  CHECK(!metric(single, "pass@2").value);
  CHECK(metric(single, "pass@2").why_none == "no item has 2 answered samples");
  CHECK(!single.rerun_band);
  CHECK(!single.consistency);
}

TEST_CASE("slices, and groups all of whose items pass") {
  auto text = two_checks;
  text.insert(text.find("  samples"), "  group by: item.label\n");
  const auto plan = plan_of(text);
  auto all = items({{"pp"}, {"pf"}, {"pp"}, {"pp"}});
  const std::vector<std::string> cuisines = {"thai", "thai", "greek", "greek"};
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].group = i < 2 ? "first" : i == 2 ? "second" : "third";
    all[i].slices = {i == 3 ? std::optional<std::string>("") : std::nullopt, cuisines[i]};
  }
  const auto made = tallied(plan, all);
  CHECK(made.groups == 3);
  CHECK(*metric(made, "groups").value == doctest::Approx(2.0 / 3));
  REQUIRE(made.slices.size() == 3);
  CHECK(made.slices[0].value == "greek");
  CHECK(*made.slices[0].score == 1);
  CHECK(made.slices[1].value == "thai");
  CHECK(*made.slices[1].score == doctest::Approx(0.75));
  CHECK(!made.slices[1].interval);  // One group.
  CHECK(made.slices[2].slice == "spicy");
  CHECK(made.slices[2].items == 1);
}

TEST_CASE("trust decides what is in the score, and the headline says so") {
  const auto plan = plan_of(two_checks);
  const auto all = items({{"pf"}, {"pf"}});
  struct Case {
    std::string about;
    Trust trust;
    std::optional<double> score;
    std::size_t unanswered;
    std::string note;
  };
  const Case cases[] = {
      {"not trusted", Trust::not_trusted, 1, 0, "`b` is left out of the score"},
      {"untested", Trust::untested, 0.5, 0, "`b` is in the score, although it is untested"},
      {"waiting", Trust::waiting, 1, 2, "`b` waits for people's ratings"},
      {"trusted", Trust::trusted, 0.5, 0, ""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    std::vector<TrustReport> trust(2);
    trust[1].trust = c.trust;
    const auto made = tallied(plan, all, trust);
    CHECK(*made.score == doctest::Approx(*c.score));
    CHECK(made.unanswered == c.unanswered);
    CHECK(made.notes.empty() == c.note.empty());
    CHECK((c.note.empty() || has_note(made, c.note)));
  }
}

TEST_CASE("runs that come to nothing") {
  struct Case {
    std::string about;
    std::vector<std::vector<std::string>> items;
    std::size_t scored, asked;
    int exit_code;
  };
  const Case cases[] = {
      {"no items", {}, 0, 0, 3},
      {"one item", {{"pf"}}, 1, 2, 0},
      {"an item without a sample", {{}}, 0, 0, 3},
      {"all unanswered", {{"??"}, {"??"}}, 0, 4, 3},
      {"all not applicable", {{"--"}, {"--"}}, 0, 0, 3},
  };
  const auto plan = plan_of(two_checks);
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto made = tallied(plan, items(c.items));
    CHECK(made.items == c.items.size());
    CHECK(made.items_scored == c.scored);
    CHECK(made.score.has_value() == (c.scored > 0));
    CHECK(!made.interval);
    CHECK(!made.margin);
    CHECK(made.asked == c.asked);
    CHECK(made.exit_code == c.exit_code);
    CHECK(to_json(made).starts_with(R"({"schema":"cairn.summary/1")"));
  }
}

TEST_CASE("weights of 0 everywhere leave nothing to score") {
  const auto plan = plan_of(R"(
eval e {
  prompt: p
}
prompt p { user: "hello" }
check a { require: answer contains "x"; weight: 0 }
)");
  const auto made = tallied(plan, items({{"p"}, {"f"}}));
  CHECK(!made.score);
  CHECK(*made.checks[0].score == 0.5);
  CHECK(!made.checks[0].counts);
  CHECK(made.exit_code == 0);
}

TEST_CASE("points below 0 pull the mean, and the headline stops at 0") {
  const auto plan = plan_of(R"(
eval e {
  prompt: p
}
prompt p { user: "hello" }
check a {
  for each: part in item.parts
  require: answer contains part
  combine: points
  points: 1
}
)");
  std::vector<ScoredItem> all;
  for (std::size_t i = 0; i < 10; ++i) {
    all.push_back(item(i, {}));
    const double score = i == 0 ? 0.5 : -0.5;
    all.back().samples.push_back(sample(std::vector{result(Scored{score, false, "few points"})}));
  }
  const auto made = tallied(plan, all);
  CHECK(*made.score == 0);
  CHECK(*made.checks[0].score == doctest::Approx(-0.4));
  CHECK(made.interval->low == 0);
  const double half = t_quantile(9) * 0.1;  // Their standard error.
  CHECK(made.checks[0].interval->low == doctest::Approx(-0.4 - half));
  CHECK(made.checks[0].interval->high == doctest::Approx(-0.4 + half));
}

TEST_CASE("answers are accounted for") {
  const auto plan = plan_of(two_checks);
  auto all = items({{"pp", "pf"}, {"ff"}});
  all[0].samples[0].facts = {.empty = true, .cost_usd = 0.1, .model = "a/b"};
  all[0].samples[1].facts = {.refused = true, .cost_usd = 0.2, .model = "a/b"};
  all[1].samples[0].facts = {.cut_short = true, .failed = true};
  const auto made = tallied(plan, all);
  CHECK(made.empty_replies == 1);
  CHECK(made.refused == 1);
  CHECK(made.cut_short == 1);
  CHECK(made.errors == 1);
  CHECK(*made.cost_usd == doctest::Approx(0.3));
  CHECK(made.model == "a/b");
  REQUIRE(made.worst_items.size() == 2);
  CHECK(made.worst_items[0].first == "item1");
  CHECK(made.worst_items[0].second == 0);
}

TEST_CASE("the order of items changes no bit of the summary") {
  auto text = two_checks;
  text.insert(text.find("  samples"), "  group by: item.label\n");
  text += "check tone { says: answer; should say: item.label }\n";
  text += "check length { measure: reply.tokens.out }\n";
  const auto plan = plan_of(text);
  std::mt19937 random(7);
  const auto below = [&](unsigned limit) { return random() % limit; };
  std::vector<ScoredItem> all;
  for (std::size_t i = 0; i < 400; ++i) {
    all.push_back(item(i, {}, "group" + std::to_string(below(60))));
    all.back().slices = {std::nullopt, "cuisine" + std::to_string(below(5))};
    for (unsigned k = 0; k <= below(3); ++k) {
      const double share = static_cast<double>(below(1000)) / 999;
      const std::string said(1, static_cast<char>('a' + below(3)));
      std::vector<CheckResult> results = {
          result(Scored{share, false, "the score is " + std::to_string(share)}),
          result("pf?-"[below(4)])};
      results.push_back(result(Scored{said == "a" ? 1.0 : 0.0, said == "a", "it says " + said}));
      results.back().said.push_back({said, "a"});
      results.push_back(result(Measured{share * 1e6 + 0.1}));
      all.back().samples.push_back(sample(std::move(results)));
      all.back().samples.back().facts.cost_usd = share / 1000;
    }
  }
  const auto expected = to_json(tallied(plan, all));
  CHECK(expected.find("\"f1\":0.") != std::string::npos);
  for (int round = 0; round < 5; ++round) {
    std::ranges::shuffle(all, random);
    CHECK(to_json(tallied(plan, all)) == expected);
  }
}
