// Saddlepoint tails against what they stand for: exact counts of draws and flips.
#include "runtime/patterns/chance_sums.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>
#include <vector>

#include "runtime/stats/shares.h"

using namespace cairn;

namespace {

// Twice the share of all draws, or flips, with a sum as far out on the side that was seen.
double twice_counted(std::size_t as_far, std::size_t all) {
  return std::min(1.0, 2 * static_cast<double>(as_far) / static_cast<double>(all));
}

double by_all_draws(const std::vector<double>& values, std::size_t drawn, double sum) {
  std::size_t above = 0, below = 0, all = 0;
  for (std::size_t chosen = 0; chosen < std::size_t{1} << values.size(); ++chosen) {
    if (static_cast<std::size_t>(std::popcount(chosen)) != drawn) continue;
    double here = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
      if ((chosen >> i & 1) == 1) here += values[i];
    ++all;
    if (here >= sum - 1e-9) ++above;
    if (here <= sum + 1e-9) ++below;
  }
  return twice_counted(std::min(above, below), all);
}

double by_all_flips(const std::vector<double>& parts) {
  double seen = 0;
  for (const double part : parts) seen += part;
  std::size_t as_far = 0;
  const auto all = std::size_t{1} << parts.size();
  for (std::size_t signs = 0; signs < all; ++signs) {
    double here = 0;
    for (std::size_t i = 0; i < parts.size(); ++i)
      here += (signs >> i & 1) == 1 ? parts[i] : -parts[i];
    if (here >= std::abs(seen) - 1e-9) ++as_far;
  }
  return twice_counted(as_far, all);
}

// Equal within `percent`, as p-values go.
bool near_p(double p, double exact, double percent) {
  return std::abs(std::log(p / exact)) < std::log(1 + percent / 100);
}

}  // namespace

TEST_CASE("the sum of what is drawn, against all draws") {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 40; ++trial) {
    std::vector<double> values;
    for (int i = 0; i < 18; ++i)
      values.push_back(trial % 2 == 0 ? static_cast<double>(random() % 5) / 4
                                      : static_cast<double>(random() % 1000) / 999);
    const std::size_t drawn = 4 + random() % 8;
    auto sorted = values;
    std::ranges::sort(sorted);
    double sum = 0;  // Of the largest but for one or two.
    for (std::size_t i = 0; i < drawn; ++i) sum += sorted[17 - i - (i + 1 == drawn ? 2 : 0)];
    CAPTURE(trial);
    const double exact = by_all_draws(values, drawn, sum);
    // So far out few draws are left, and where sums have no steps no smooth tail is exact.
    CHECK(near_p(drawn_sum_p(values, drawn, sum), exact, trial % 2 == 0 ? 25 : 100));
  }
}

TEST_CASE("the largest sum there is, and shares as Fisher has them") {
  // 3 of 220 ways, twice.
  const std::vector<double> values = {1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0};
  CHECK(drawn_sum_p(values, 3, 3) == doctest::Approx(2 * 4.0 / 220));
  std::vector<double> failing(2000);
  std::fill_n(failing.begin(), 300, 1.0);
  // Fisher's test adds the other tail, which is thinner.
  CHECK(near_p(drawn_sum_p(failing, 400, 100), fisher_p({100, 400}, {200, 1600}), 50));
  CHECK(drawn_sum_p(failing, 400, 60) == doctest::Approx(1));
  CHECK(drawn_sum_p(std::vector<double>(10, 0.5), 3, 1.5) == 1);
}

TEST_CASE("the sum of what may be flipped, against all flips") {
  std::mt19937_64 random(2);
  for (int trial = 0; trial < 40; ++trial) {
    std::vector<double> parts;
    for (int i = 0; i < 16; ++i) {
      const double size = trial % 2 == 0 ? 1 : 0.1 + static_cast<double>(random() % 1000) / 999;
      parts.push_back(random() % 100 < 80 ? size : -size);
    }
    CAPTURE(trial);
    const double exact = by_all_flips(parts);
    CHECK((exact > 0.1 || near_p(flipped_sum_p(parts, 0), exact, 75)));
  }
  CHECK(flipped_sum_p(std::vector<double>(8, 1.0), 0) == doctest::Approx(2.0 / 256));
  CHECK(flipped_sum_p(std::vector<double>(8, 0.0), 0) == 1);
}

TEST_CASE("a sum of parts that are too small to be all that varies") {
  const std::vector<double> parts(10, 0.1);
  CHECK(flipped_sum_p(parts, 0) < 0.01);
  CHECK(flipped_sum_p(parts, 1) > 0.3);  // A spread of 1 makes a sum of 1 usual.
}
