// Correlations against their definitions, pair by pair, and at their edges.
#include "runtime/stats/ranks.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "runtime/stats/random.h"

using namespace cairn;

namespace {

int sign(double number) { return number > 0 ? 1 : number < 0 ? -1 : 0; }

// Concordant pairs less discordant ones.
double concordance(const std::vector<double>& x, const std::vector<double>& y) {
  double both = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) both += sign(x[i] - x[j]) * sign(y[i] - y[j]);
  return both;
}

// tau-b as it is defined: over the pairs of points.
double tau_by_definition(const std::vector<double>& x, const std::vector<double>& y) {
  return concordance(x, y) / std::sqrt(concordance(x, x) * concordance(y, y));
}

std::vector<double> drawn(std::size_t size, std::size_t values, Random& random) {
  std::vector<double> made = {0, 1};  // So that they vary.
  while (made.size() < size) made.push_back(static_cast<double>(random.below(values)));
  return made;
}

}  // namespace

TEST_CASE("Kendall's tau is what its pairs give, ties and all") {
  Random random;
  for (const std::size_t size : {2U, 3U, 4U, 7U, 30U, 200U})
    for (const std::size_t values : {2U, 5U, 1000U}) {
      const auto x = drawn(size, values, random), y = drawn(size, values, random);
      CAPTURE(size);
      CAPTURE(values);
      CHECK(kendall(x, y)->value == doctest::Approx(tau_by_definition(x, y)));
      CHECK(kendall(x, y)->value == kendall(y, x)->value);
      CHECK(kendall(x, y)->p.has_value() == (size > 2));
    }
}

TEST_CASE("p of Kendall's tau is by the variance over all orders, ties and all") {
  const std::vector<double> x = {1, 1, 1, 2, 3, 3}, y = {4, 5, 4, 5, 4, 6};
  std::vector<std::size_t> order = {0, 1, 2, 3, 4, 5};
  double squares = 0, orders = 0;
  do {
    std::vector<double> other;
    for (const auto i : order) other.push_back(y[i]);
    squares += std::pow(concordance(x, other), 2);
    ++orders;
  } while (std::ranges::next_permutation(order).found);
  const double z = concordance(x, y) / std::sqrt(squares / orders);
  CHECK(*kendall(x, y)->p == doctest::Approx(std::erfc(z / std::sqrt(2.0))).epsilon(1e-9));
}

TEST_CASE("what goes together wholly, the other way, or not at all") {
  const std::vector<double> up = {1, 2, 3, 4, 5}, down = {50, 4, 3, 2, 1}, even = {1, 0, 0, 0, 1};
  CHECK(spearman(up, up)->value == doctest::Approx(1));
  CHECK(spearman(up, down)->value == doctest::Approx(-1));
  CHECK(*spearman(up, down)->p < 1e-6);
  CHECK(kendall(up, down)->value == doctest::Approx(-1));
  // 10 pairs, all discordant: z = 10 / √(5 · 4 · 15 / 18).
  CHECK(*kendall(up, down)->p ==
        doctest::Approx(std::erfc(10 / std::sqrt(50.0 / 3) / std::sqrt(2.0))));
  CHECK(pearson(up, even)->value == doctest::Approx(0));
  CHECK(*pearson(up, even)->p == doctest::Approx(1));
  CHECK(kendall(up, even)->value == doctest::Approx(0));
  CHECK(pearson(up, down)->value > -0.8);  // It sees the 50, ranks do not.
}

TEST_CASE("a correlation that is undefined is none") {
  struct Case {
    std::string about;
    std::vector<double> x, y;
    bool defined, with_p;
  };
  const Case cases[] = {
      {"nothing", {}, {}, false, false},
      {"one number", {1}, {2}, false, false},
      {"x does not vary", {1, 1, 1}, {1, 2, 3}, false, false},
      {"y does not vary", {1, 2, 3}, {0.1, 0.1, 0.1}, false, false},
      {"two numbers", {1, 2}, {4, 3}, true, false},
      {"three numbers", {1, 2, 3}, {4, 3, 5}, true, true},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    for (const auto correlate : {pearson, spearman, kendall}) {
      const auto found = correlate(c.x, c.y);
      REQUIRE(found.has_value() == c.defined);
      if (found) CHECK(found->p.has_value() == c.with_p);
    }
  }
}

TEST_CASE("equal numbers share the mean of their ranks") {
  CHECK(mean_ranks(std::vector<double>{30, 10, 20, 10, 10}) == std::vector<double>{5, 2, 4, 2, 2});
  CHECK(tie_sizes(std::vector<double>{10, 10, 10, 20, 30, 30}) == std::vector<double>{3, 1, 2});
  CHECK(mean_ranks({}).empty());
}
