#include "runtime/stats/interval.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>

#include "runtime/stats/measures.h"
#include "runtime/stats/passing.h"
#include "tests/runtime/stats/published.h"

using namespace cairn;

namespace {

bool within(double found, double expected, double tolerance) {
  INFO("found ", found, ", expected ", expected);
  CHECK(std::abs(found - expected) <= tolerance);
  return std::abs(found - expected) <= tolerance;
}

std::size_t count_at(const Value& record, std::string_view key) {
  return static_cast<std::size_t>(number_at(record, key));
}

void wilson_row(const Value& row) {
  const auto& input = at(row, "input");
  const double size = number_at(input, "n");
  const auto found = wilson(number_at(input, "successes") / size, size, normal_quantile);
  within(found.low, number_at(at(row, "expected"), "low"), number_at(row, "tolerance"));
  within(found.high, number_at(at(row, "expected"), "high"), number_at(row, "tolerance"));
}

void passing_row(const Value& row, double (*chance)(std::size_t, std::size_t, std::size_t)) {
  const auto& input = at(row, "input");
  within(chance(count_at(input, "n"), count_at(input, "c"), count_at(input, "k")),
         number_at(at(row, "expected"), "value"), number_at(row, "tolerance"));
}

void mean_passing_row(const Value& row) {
  const auto& input = at(row, "input");
  const auto &n = *at(input, "n").as<List>(), &c = *at(input, "c").as<List>();
  Moments moments;
  for (std::size_t i = 0; i < n.size(); ++i)
    moments.add(
        any_passes(static_cast<std::size_t>(n[i].as<Number>()->value),
                   static_cast<std::size_t>(c[i].as<Number>()->value), count_at(input, "k")),
        alone);
  within(moments.estimate().mean, number_at(at(row, "expected"), "value"),
         number_at(row, "tolerance"));
}

void clustered_row(const Value& row) {
  const auto& input = at(row, "input");
  const auto &x = *at(input, "x").as<List>(), &groups = *at(input, "cluster").as<List>();
  Moments clustered, independent;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double value = x[i].as<Number>()->value;
    clustered.add(value, static_cast<Group>(groups[i].as<Number>()->value));
    independent.add(value, alone);
  }
  const auto& expected = at(row, "expected");
  const double tolerance = number_at(row, "tolerance");
  within(clustered.estimate().mean, number_at(expected, "mean"), tolerance);
  // The published value has no correction for few groups; ours has (section 0, 1).
  const double correction = std::sqrt(4.0 / 3);
  within(clustered.estimate().error / correction, number_at(expected, "se_clustered"), tolerance);
  within(independent.estimate().error, number_at(expected, "se_iid"), tolerance);
}

// NIST's rows: a first value, then pairs of two others; the deviation is read back
// from the t interval of the mean.
void nist_row(const Value& row) {
  const auto& first = *at(at(row, "input"), "first").as<List>();
  const auto size = count_at(at(row, "input"), "n");
  Measures measures;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t place = i == 0 ? 0 : i % 2 == 1 ? 1 : 2;
    const double value = first[place].as<Number>()->value;
    measures.add(std::span(&value, 1), 0, alone);
  }
  const auto& expected = at(row, "expected");
  const auto& tolerance = at(row, "tolerance");
  const double mean = *measures.mean(World::seen);
  within(mean, number_at(expected, "mean"), number_at(tolerance, "mean") * mean);
  const auto around = *measures.mean_interval(World::seen);
  const double deviation =
      (around.high - around.low) / 2 / t_quantile(size - 1) * std::sqrt(static_cast<double>(size));
  within(deviation, number_at(expected, "sd"), number_at(tolerance, "sd"));
}

bool tested(const Value& row) {
  const auto stat = text_at(row, "stat");
  if (stat == "ci_wilson")
    wilson_row(row);
  else if (stat == "pass_at_k")
    passing_row(row, any_passes);
  else if (stat == "pass_hat_k")
    passing_row(row, all_pass);
  else if (stat == "pass_at_k_mean")
    mean_passing_row(row);
  else if (stat == "clustered_se")
    clustered_row(row);
  else if (stat == "mean_sd")
    nist_row(row);
  else
    return false;
  return true;
}

}  // namespace

TEST_CASE("statistics come to the published values") {
  const auto rows = published("stats/fixture_published.json");
  if (!rows) {
    MESSAGE("skipped: no published values beside the checkout");
    return;
  }
  std::size_t done = 0;
  std::map<std::string, std::size_t> skipped;
  for (const auto& row : *rows) {
    CAPTURE(text_at(row, "id"));
    if (tested(row))
      ++done;
    else
      ++skipped[text_at(row, "stat")];
  }
  for (const auto& [stat, count] : skipped)
    MESSAGE("skipped: ", count, " of ", stat, ", which a summary does not hold");
  CHECK(done == 31);
}

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
