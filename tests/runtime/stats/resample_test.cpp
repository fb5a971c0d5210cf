// Intervals of draws: the same each time, and as far apart as the error of a mean says.
#include "runtime/stats/resample.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "runtime/stats/interval.h"
#include "runtime/stats/random.h"

using namespace cairn;

namespace {

std::vector<double> drawn_values(std::size_t size) {
  Random random;
  std::vector<double> values(size);
  for (auto& value : values) value = static_cast<double>(random.below(1000)) / 999;
  return values;
}

Resampled mean_over(const std::vector<double>& values) {
  return [&values](std::span<const unsigned> times) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += times[i] * values[i];
    return std::optional(sum / static_cast<double>(values.size()));
  };
}

}  // namespace

TEST_CASE("draws come from SplitMix64") {
  Random random;
  CHECK(random.bits() == 0x15d8d82244789707);
}

TEST_CASE("an interval of draws is as wide as the error of the mean makes it") {
  for (const std::size_t size : {99U, 100U, 1001U}) {
    CAPTURE(size);
    const auto values = drawn_values(size);
    Moments moments;
    for (const double value : values) moments.add(value, alone);
    const auto estimate = moments.estimate();
    const double half = normal_quantile * estimate.error;
    for (const auto& found :
         {resampled_mean_interval(values), resampled_interval(size, mean_over(values), 10'000)}) {
      REQUIRE(found);
      CHECK(found->low == doctest::Approx(estimate.mean - half).epsilon(half / 10));
      CHECK(found->high == doctest::Approx(estimate.mean + half).epsilon(half / 10));
    }
  }
}

TEST_CASE("draws are the same each time, and more of them are others") {
  const auto values = drawn_values(50);
  const auto first = resampled_mean_interval(values), again = resampled_mean_interval(values);
  CHECK(first->low == again->low);
  CHECK(first->high == again->high);
  CHECK(resampled_mean_interval(values, 2000)->low != first->low);
  const auto usual = resampled_interval(50, mean_over(values));
  CHECK(usual->low == resampled_interval(50, mean_over(values), 2000)->low);
  CHECK(usual->low != resampled_interval(50, mean_over(values), 10'000)->low);
}

TEST_CASE("the usual draws are these") {
  // Of 0 to 9, and of the numbers to 99: what was printed must be printed again.
  std::vector<double> ten(10), hundred(100);
  std::iota(ten.begin(), ten.end(), 0);
  std::iota(hundred.begin(), hundred.end(), 0);
  const auto few = resampled_interval(10, mean_over(ten));
  CHECK(few->low == doctest::Approx(2.7).epsilon(1e-12));
  CHECK(few->high == doctest::Approx(6.3).epsilon(1e-12));
  const auto many = resampled_interval(100, mean_over(hundred));
  CHECK(many->low == doctest::Approx(44.0985).epsilon(1e-12));
  CHECK(many->high == doctest::Approx(55.14).epsilon(1e-12));
}

TEST_CASE("every value is drawn as often as the others") {
  // One value of five is 1: a share of all draws, wherever it stands.
  for (std::size_t place = 0; place < 5; ++place) {
    std::vector<double> values(5);
    values[place] = 1;
    const auto found = resampled_mean_interval(values);
    CHECK(found->low == 0);
    CHECK(found->high == doctest::Approx(0.6));  // P(more than three of five) = 0.7%.
  }
}

TEST_CASE("what cannot be drawn has no interval") {
  CHECK(!resampled_mean_interval({}));
  CHECK(!resampled_mean_interval(std::vector{0.5}));
  const auto same = resampled_mean_interval(std::vector{0.5, 0.5, 0.5});
  CHECK(same->low == 0.5);
  CHECK(same->high == 0.5);
  CHECK(!resampled_interval(1, [](std::span<const unsigned>) { return std::optional(1.0); }));
  std::size_t asked = 0;
  const auto seldom = [&](std::span<const unsigned>) {
    return asked++ % 3 == 0 ? std::optional(1.0) : std::nullopt;
  };
  CHECK(!resampled_interval(4, seldom, 300));
}
