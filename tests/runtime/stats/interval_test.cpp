#include "runtime/stats/interval.h"

#include <doctest/doctest.h>

#include <cmath>

#include "runtime/stats/passing.h"

using namespace cairn;

TEST_CASE("Student's t comes to the printed tables") {
  CHECK(t_quantile(1) == doctest::Approx(12.7062).epsilon(1e-5));
  CHECK(t_quantile(10) == doctest::Approx(2.2281).epsilon(1e-4));
  CHECK(t_quantile(1'000'000) == doctest::Approx(normal_quantile).epsilon(1e-5));
}

TEST_CASE("an interval of a mean") {
  struct Case {
    std::string about;
    Estimate estimate;
    std::optional<Interval> expected;
  };
  const Case cases[] = {
      {"one group has none", {.items = 5, .groups = 1, .mean = 0.5}, std::nullopt},
      {"no spread: as many things as groups",
       {.items = 20, .groups = 20, .mean = 0},
       wilson(0, 20, t_quantile(19))},
      {"all passed", {.items = 20, .groups = 20, .mean = 1}, wilson(1, 20, t_quantile(19))},
      // 10 of 20: error² = 20/19 · 5/400, so 19 effective things.
      {"a share",
       {.items = 20, .groups = 20, .mean = 0.5, .error = std::sqrt(0.25 / 19)},
       wilson(0.5, 19, t_quantile(19))},
      {"points below 0, by t",
       {.items = 20, .groups = 20, .mean = -0.1, .error = 0.1, .below_zero = true},
       Interval{-0.1 - 0.1 * t_quantile(19), -0.1 + 0.1 * t_quantile(19)}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto found = interval_of(c.estimate);
    REQUIRE(found.has_value() == c.expected.has_value());
    if (!found) continue;
    CHECK(found->low == doctest::Approx(c.expected->low));
    CHECK(found->high == doctest::Approx(c.expected->high));
  }
}

TEST_CASE("items that share a group move together") {
  Moments moments;
  for (Group group = 0; group < 10; ++group)
    for (int i = 0; i < 5; ++i) moments.add(group % 2, group);
  const auto estimate = moments.estimate();
  CHECK(estimate.groups == 10);
  // Ten draws of 0 or 1, however many items each has.
  CHECK(estimate.error == doctest::Approx(std::sqrt(0.25 / 9)));
}

TEST_CASE("equal values have no error at all") {
  Moments items, groups;
  for (Group i = 0; i < 7; ++i) {
    items.add(1.0 / 3, alone);
    groups.add(0.1, i / 2);
    groups.add(0.7, i / 2);
  }
  CHECK(items.estimate().error == 0);
  CHECK(items.estimate().mean == 1.0 / 3);
  CHECK(groups.estimate().error == 0);
}

TEST_CASE("two samples agree") {
  CHECK(two_agree(5, 5) == 1);
  CHECK(two_agree(5, 0) == 1);
  CHECK(two_agree(2, 1) == 0);
  CHECK(two_agree(4, 2) == doctest::Approx(1.0 / 3));
  CHECK(two_agree_by_chance(0.9) == doctest::Approx(0.82));
}
