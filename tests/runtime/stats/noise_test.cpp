// What of a score is noise: where its variance is from, the headlines of each sample,
// the difference that can be seen; and whether a slice stands out.
#include <cmath>
#include <random>

#include "runtime/stats/interval.h"
#include "runtime/stats/part_test.h"
#include "runtime/stats/power.h"
#include "runtime/stats/tally.h"
#include "tests/runtime/stats/plans.h"

using namespace cairn;

namespace {

Plan one_check(const std::string& settings = "") {
  return plan_of("eval e \"E\" {\n  prompt: p\n  samples: 5\n" + settings +
                 "}\nprompt p { user: \"hello\" }\ncheck a { require: answer contains \"x\" }\n");
}

Summary tallied(const Plan& plan, const std::vector<ScoredItem>& all) {
  Tally tally(plan, {});
  for (const auto& one : all) tally.add(one);
  return tally.finish();
}

Moments moments_of(const std::vector<double>& values, const std::vector<Group>& groups = {}) {
  Moments made;
  for (std::size_t i = 0; i < values.size(); ++i)
    made.add(values[i], groups.empty() ? alone : groups[i]);
  return made;
}

}  // namespace

// statistics.md section 1: of items whose difficulty is uniform Var(x) = 1/12, E[σ²] = 1/6.
TEST_CASE("the variance of a score is split into items and chance") {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<ScoredItem> all;
  for (std::size_t i = 0; i < 6000; ++i) {
    const double difficulty = uniform(random);
    std::vector<std::string> samples;
    for (int k = 0; k < 3; ++k) samples.push_back(uniform(random) < difficulty ? "p" : "f");
    all.push_back(item(i, samples));
  }
  const auto made = tallied(one_check(), all);
  REQUIRE(made.variance);
  CHECK(made.variance->items == doctest::Approx(1.0 / 12).epsilon(0.05));
  CHECK(made.variance->again == doctest::Approx(1.0 / 6).epsilon(0.05));
  CHECK_FALSE(made.variance->judges);
}

TEST_CASE("items that never change have no chance, items that are alike no items' part") {
  const auto steady = tallied(one_check(), items({{"p", "p"}, {"f", "f"}, {"p", "p"}}));
  REQUIRE(steady.variance);
  CHECK(steady.variance->again == 0);
  CHECK(steady.variance->items == doctest::Approx(1.0 / 3));
  const auto alike = tallied(one_check(), items({{"p", "f"}, {"f", "p"}, {"p", "f"}}));
  REQUIRE(alike.variance);
  CHECK(alike.variance->items == 0);
  CHECK(alike.variance->again == doctest::Approx(0.5));
  CHECK_FALSE(tallied(one_check(), items({{"p"}, {"f"}})).variance);
}

TEST_CASE("each sample alone has a headline of its own") {
  const auto made = tallied(one_check(), items({{"p", "f", "p"}, {"p", "p", "?"}}));
  CHECK(made.sample_scores == std::vector<double>{1, 0.5, 1});  // The third of one item.
  CHECK(tallied(one_check(), items({{"p"}, {"f"}})).sample_scores.empty());
}

TEST_CASE("the difference that can be seen follows from the error of the score") {
  const auto made = tallied(one_check(), items({{"p"}, {"f"}, {"p"}, {"f"}, {"p"}, {"p"}}));
  // SE of six items with mean 2/3: sqrt(Σ(s-s̄)²/(n(n-1))) = sqrt((4/3)/30).
  const double error = std::sqrt(4.0 / 3 / 30);
  REQUIRE(made.detectable);
  CHECK(*made.detectable ==
        doctest::Approx((1.959963984540054 + 0.8416212335729143) * std::sqrt(2.0) * error));
}

TEST_CASE("a slice is held against all other items, adjusted for their number") {
  const auto plan = one_check("  slices: [item.cuisine, item.kind]\n");
  std::vector<ScoredItem> all;
  for (std::size_t i = 0; i < 40; ++i) {
    const bool thai = i < 10;
    auto one = item(i, {thai && i < 8 ? "f" : i % 10 == 9 && !thai ? "f" : "p"});
    one.slices = {thai ? "thai" : "greek", i % 2 ? "a" : "b"};
    all.push_back(std::move(one));
  }
  const auto made = tallied(plan, all);
  REQUIRE(made.slices.size() == 4);
  const auto& greek = made.slices[0];
  const auto& thai = made.slices[1];
  CHECK(thai.value == "thai");
  CHECK(*thai.score == doctest::Approx(0.2));
  CHECK(*thai.rest == doctest::Approx(0.9));
  // Fisher's exact test of 2 of 10 against 27 of 30 (R: fisher.test).
  REQUIRE(thai.p);
  CHECK(*thai.p == doctest::Approx(*greek.p));
  CHECK(*thai.p < 0.001);
  CHECK(*thai.p_adjusted == doctest::Approx(4 * *thai.p));
  CHECK(*made.slices[2].p_adjusted > 0.05);
}

TEST_CASE("part_p has its level and its power where scores are shares or items are grouped") {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> uniform(0, 1);
  constexpr int draws = 2000;
  int found_alone = 0, found_grouped = 0;
  for (int draw = 0; draw < draws; ++draw) {
    std::vector<double> all, part, grouped_all, grouped_part;
    std::vector<Group> groups, part_groups;
    for (Group group = 0; group < 40; ++group) {
      const double difficulty = uniform(random);
      for (int i = 0; i < 3; ++i) {
        const double value = std::floor(3 * uniform(random)) / 2;
        all.push_back(value);
        if (group < 12) part.push_back(value);
        const double alike = uniform(random) < difficulty ? 1 : 0;
        grouped_all.push_back(alike);
        groups.push_back(group);
        if (group >= 12) continue;
        grouped_part.push_back(alike);
        part_groups.push_back(group);
      }
    }
    found_alone += *part_p(moments_of(part), moments_of(all)) < 0.05;
    found_grouped +=
        *part_p(moments_of(grouped_part, part_groups), moments_of(grouped_all, groups)) < 0.05;
  }
  // 5% of 2,000 is 100, give or take 10.
  CHECK(found_alone > 60);
  CHECK(found_alone < 140);
  CHECK(found_grouped > 60);
  CHECK(found_grouped < 140);
}

TEST_CASE("a small part that is alike by chance does not stand out") {
  std::vector<double> all(100, 1), part(8, 1);
  for (std::size_t i = 0; i < 6; ++i) all[20 + i] = 0.5;  // A mean of 97%.
  CHECK(*part_p(moments_of(part), moments_of(all)) > 0.3);
}

TEST_CASE("nothing is tested where there is nothing to test") {
  const auto all = moments_of({1, 0, 1, 0});
  CHECK_FALSE(part_p(moments_of({}), all));
  CHECK_FALSE(part_p(all, all));
  CHECK_FALSE(part_p(moments_of({0.5}), moments_of({0.5, 0.5, 0.5, 0.5})));
}
