// Exact limits, differences of shares and Fisher's test against printed figures.
#include "runtime/stats/shares.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/hypergeometric.hpp>
#include <cmath>
#include <string>

using namespace cairn;

TEST_CASE("exact limits leave 2.5% beyond each") {
  for (const Counted share : {Counted{3, 20}, Counted{19, 20}, Counted{50, 1000}}) {
    const auto found = clopper_pearson(share);
    const auto n = static_cast<double>(share.of), hits = static_cast<double>(share.hits);
    const boost::math::binomial_distribution<double> low(n, found.low), high(n, found.high);
    CHECK(boost::math::cdf(boost::math::complement(low, hits - 1)) == doctest::Approx(0.025));
    CHECK(boost::math::cdf(high, hits) == doctest::Approx(0.025));
  }
  const auto none = clopper_pearson({0, 20}), all = clopper_pearson({20, 20});
  CHECK(none.low == 0);
  CHECK(all.high == 1);
  CHECK(all.low == doctest::Approx(1 - none.high));
}

TEST_CASE("differences of shares come to Newcombe's table") {
  struct Case {
    Counted a, b;
    double low, high;
  };
  // Newcombe 1998, Statistics in Medicine 17:873, table II, method 10.
  const Case cases[] = {
      {{9, 10}, {3, 10}, 0.1705, 0.8090},  {{6, 7}, {2, 7}, 0.0582, 0.8062},
      {{5, 56}, {0, 29}, -0.0381, 0.1926}, {{0, 10}, {0, 20}, -0.1611, 0.2775},
      {{0, 10}, {0, 10}, -0.2775, 0.2775}, {{10, 10}, {0, 20}, 0.6791, 1},
      {{10, 10}, {0, 10}, 0.6075, 1},
  };
  for (const auto& c : cases) {
    CAPTURE(c.a.hits);
    CAPTURE(c.a.of);
    const auto found = difference_of_shares(c.a, c.b);
    CHECK(std::abs(found.low - c.low) <= 0.00005);
    CHECK(std::abs(found.high - c.high) <= 0.00005);
    const auto turned = difference_of_shares(c.b, c.a);
    CHECK(turned.low == doctest::Approx(-found.high));
    CHECK(turned.high == doctest::Approx(-found.low));
  }
}

TEST_CASE("Fisher's test") {
  struct Case {
    std::string about;
    Counted a, b;
    double p;
  };
  const Case cases[] = {
      {"the lady tasting tea, three of four right", {3, 4}, {1, 4}, 17.0 / 35},
      {"all four right", {4, 4}, {0, 4}, 1.0 / 35},
      {"convictions of twins, Fisher 1962, as in R's manual", {2, 17}, {10, 13}, 0.0005367},
      {"nobody hit", {0, 5000}, {0, 3000}, 1},
      {"everybody hit", {9, 9}, {4, 4}, 1},
      {"the same share", {10, 40}, {5, 20}, 1},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(fisher_p(c.a, c.b) == doctest::Approx(c.p).epsilon(0.0001));
    CHECK(fisher_p(c.b, c.a) == doctest::Approx(c.p).epsilon(0.0001));
  }
}

TEST_CASE("Fisher's test is what its tables give") {
  const unsigned of_a = 17, of_b = 23;
  for (unsigned hits_a = 0; hits_a <= of_a; ++hits_a)
    for (unsigned hits_b = 0; hits_b <= of_b; ++hits_b) {
      const unsigned hits = hits_a + hits_b;
      const boost::math::hypergeometric_distribution<double> tables(hits, of_a, of_a + of_b);
      const double seen = boost::math::pdf(tables, hits_a);
      double p = 0;
      for (unsigned x = hits > of_b ? hits - of_b : 0; x <= std::min(hits, of_a); ++x)
        if (const double one = boost::math::pdf(tables, x); one <= seen * 1.0000001) p += one;
      CAPTURE(hits_a);
      CAPTURE(hits_b);
      CHECK(fisher_p({hits_a, of_a}, {hits_b, of_b}) == doctest::Approx(p).epsilon(1e-9));
    }
}

TEST_CASE("Fisher's test of many things is a small number, not none") {
  const double p = fisher_p({2600, 5000}, {2000, 5000});
  CHECK(p > 0);
  CHECK(p < 1e-30);
  CHECK(fisher_p({0, 50'000}, {25'000, 50'000}) == 0);  // Less than a double can say.
}
