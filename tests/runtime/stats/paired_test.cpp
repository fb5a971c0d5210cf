// Two runs over the same items: the test by flipping signs against what it is defined
// as, and what others print of the same pairs.
#include "runtime/stats/paired.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "runtime/stats/interval.h"
#include "runtime/stats/multiple.h"
#include "runtime/stats/random.h"

using namespace cairn;

namespace {

std::vector<Pair> pairs_of(const std::vector<double>& before, const std::vector<double>& after,
                           const std::vector<Group>& groups = {}) {
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < before.size(); ++i)
    pairs.push_back({before[i], after[i], groups.empty() ? alone : groups[i]});
  return pairs;
}

// So many that only passed before, only after, and came to the same.
std::vector<Pair> crossed(std::size_t only_before, std::size_t only_after, std::size_t same = 0) {
  std::vector<Pair> pairs(only_before, {1, 0});
  pairs.insert(pairs.end(), only_after, {0, 1});
  pairs.insert(pairs.end(), same, {1, 1});
  return pairs;
}

// Means over three samples, drawn; each item `in` a group of so many, or alone.
std::vector<Pair> thirds(std::size_t items, std::size_t in, Random& random, double gain = 0) {
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < items; ++i) {
    const auto third = [&] { return static_cast<double>(random.below(4)) / 3; };
    pairs.push_back({third(), third() + gain, in == 1 ? alone : static_cast<Group>(i / in)});
  }
  return pairs;
}

// The share of all ways to give signs to groups in which the sum is as far from 0.
double by_definition(const std::vector<Pair>& pairs) {
  std::map<std::size_t, double> sums;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    sums[pairs[i].group == alone ? i : pairs[i].group] += pairs[i].after - pairs[i].before;
  double seen = 0, as_far = 0, all = 0;
  for (const auto& one : sums) seen += one.second;
  for (std::size_t signs = 0; signs < std::size_t{1} << sums.size(); ++signs, ++all) {
    double sum = 0;
    std::size_t place = 0;
    for (const auto& one : sums) sum += (signs >> place++ & 1) == 1 ? one.second : -one.second;
    if (std::abs(sum) >= std::abs(seen) - 1e-9) ++as_far;
  }
  return as_far / all;
}

bool is_whole(double number) { return std::abs(number - std::round(number)) < 1e-6; }

}  // namespace

TEST_CASE("flipping signs in closed form is what all flips give") {
  for (std::size_t before = 0; before < 6; ++before)
    for (std::size_t after = 0; after < 6; ++after) {
      const auto pairs = crossed(before, after, 3);
      CAPTURE(before);
      CAPTURE(after);
      CHECK(sign_flip_p(pairs) == doctest::Approx(by_definition(pairs)).epsilon(1e-12));
      CHECK(sign_flip_p(pairs) == mcnemar(before, after).exact_p);
    }
}

TEST_CASE("few groups are flipped in all ways") {
  Random random;
  for (const std::size_t in : {1U, 2U, 3U})
    for (std::size_t groups = 1; groups <= 12; ++groups) {
      CAPTURE(in);
      CAPTURE(groups);
      const auto pairs = thirds(groups * in, in, random);
      CHECK(sign_flip_p(pairs) == doctest::Approx(by_definition(pairs)).epsilon(1e-12));
    }
}

TEST_CASE("up to 13 groups are counted, more are drawn") {
  Random random;
  auto pairs = thirds(13, 1, random, 0.1);  // No difference is 0 with the gain.
  CHECK(is_whole(sign_flip_p(pairs) * 8192));
  CHECK(sign_flip_p(pairs) == doctest::Approx(by_definition(pairs)).epsilon(1e-12));
  pairs.insert(pairs.end(), 500, {0.3, 0.3});  // Groups that do not differ have no sign.
  CHECK(is_whole(sign_flip_p(pairs) * 8192));
  pairs.resize(13);
  pairs.push_back({0.25, 0.5});
  const double drawn = sign_flip_p(pairs);
  CHECK(is_whole(drawn * 10'001));
  CHECK(!is_whole(drawn * 16'384));
  CHECK(std::abs(drawn - by_definition(pairs)) < 0.02);  // Four standard errors of 10,000.
}

TEST_CASE("draws come to the closed form") {
  struct Case {
    std::size_t before, after;
  };
  for (const auto& c : {Case{60, 60}, Case{60, 80}, Case{40, 75}, Case{86, 150}}) {
    CAPTURE(c.after);
    auto pairs = crossed(c.before, c.after, 100);
    const double exact = sign_flip_p(pairs);
    for (Group i = 0; i < pairs.size(); ++i) pairs[i].group = i;  // Named, so they are drawn.
    const double error = std::sqrt(exact * (1 - exact) / 10'000);
    CHECK(std::abs(sign_flip_p(pairs) - exact) < 4 * error + 2.0 / 10'000);
  }
}

TEST_CASE("no draw as far as what was seen is still one in 10,001") {
  auto pairs = crossed(0, 400);
  for (Group i = 0; i < pairs.size(); ++i) pairs[i].group = i;
  CHECK(sign_flip_p(pairs) == doctest::Approx(1.0 / 10'001));
}

TEST_CASE("the same pairs give the same p, in whatever order and whichever run is first") {
  Random random;
  const auto pairs = thirds(300, 3, random, 0.05);
  const double p = sign_flip_p(pairs);
  CHECK(p > 0.0001);
  CHECK(p < 1);
  CHECK(sign_flip_p(pairs) == p);
  auto turned = pairs;
  for (auto& pair : turned) std::swap(pair.before, pair.after);
  CHECK(sign_flip_p(turned) == p);
  std::ranges::reverse(turned);
  CHECK(sign_flip_p(turned) == p);
}

TEST_CASE("items of a group are flipped together") {
  // Eight of ten better, in five groups of two that agree: five coins, not ten.
  const auto apart = crossed(2, 8);
  auto together = apart;
  for (Group i = 0; i < together.size(); ++i) together[i].group = i / 2;
  CHECK(sign_flip_p(apart) == doctest::Approx(0.109375));
  CHECK(sign_flip_p(together) == doctest::Approx(0.375));
  // Of each group one better, one worse: nothing is left to flip.
  auto even = crossed(5, 5);
  for (Group i = 0; i < even.size(); ++i) even[i].group = i % 5;
  CHECK(sign_flip_p(even) == 1);
}

TEST_CASE("differences that are equal but for rounding are equal") {
  // 1/3 as 2/3 - 1/3 and as 1/3 - 0: five of five better, however they are written.
  const auto pairs =
      pairs_of({1.0 / 3, 0, 2.0 / 3, 0.1, 0}, {2.0 / 3, 1.0 / 3, 1, 0.1 + 1.0 / 3, 1.0 / 3});
  CHECK(sign_flip_p(pairs) == doctest::Approx(2.0 / 32));
  CHECK(wilcoxon(pairs)->p == doctest::Approx(0.0253473));  // z = √5: all ranks are tied.
  const auto noise = pairs_of({0.1 + 0.2, 0.3, 0.7}, {0.3, 0.1 + 0.2, 0.1 + 0.6});
  CHECK(sign_flip_p(noise) == 1);
  CHECK(!wilcoxon(noise));
}

TEST_CASE("the difference of two runs, its error and its interval") {
  const std::vector<double> before = {0, 0.5, 1, 1, 0, 0.5, 0, 1},
                            after = {1, 0.5, 1, 0, 1, 1, 0, 1};
  const auto found = paired_difference(pairs_of(before, after));
  CHECK(found.items == 8);
  CHECK(found.groups == 8);
  CHECK(found.before == 0.5);
  CHECK(found.after == 0.6875);
  CHECK(found.difference == 0.1875);
  // Σ(d - d̄)² = 3.25 - 8 · 0.1875², over 8 · 7.
  CHECK(found.error == doctest::Approx(std::sqrt((3.25 - 8 * 0.1875 * 0.1875) / 56)));
  REQUIRE(found.interval);
  CHECK(found.interval->low == doctest::Approx(0.1875 - t_quantile(7) * found.error));
  CHECK(found.interval->high == doctest::Approx(0.1875 + t_quantile(7) * found.error));
  CHECK(found.p == doctest::Approx(by_definition(pairs_of(before, after))));
  // SE² = SE_A² + SE_B² - 2 Cov/n (statistics.md section 1).
  Moments a, b;
  double covariance = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    a.add(before[i], alone);
    b.add(after[i], alone);
    covariance += (before[i] - found.before) * (after[i] - found.after) / 7;
  }
  CHECK(found.error * found.error ==
        doctest::Approx(std::pow(a.estimate().error, 2) + std::pow(b.estimate().error, 2) -
                        2 * covariance / 8));
}

TEST_CASE("the error of a difference is by groups") {
  // Each item twice, in a group: as one item, but for how many there are.
  const std::vector<double> before = {0, 0.5, 1, 0}, after = {1, 0.5, 1, 1};
  std::vector<Pair> twice;
  for (Group i = 0; i < 4; ++i)
    for (int time = 0; time < 2; ++time) twice.push_back({before[i], after[i], i});
  const auto one = paired_difference(pairs_of(before, after)), two = paired_difference(twice);
  CHECK(two.items == 8);
  CHECK(two.groups == 4);
  CHECK(two.error == doctest::Approx(one.error));
  CHECK(two.p == one.p);
  for (auto& pair : twice) pair.group = 7;
  const auto single = paired_difference(twice);
  CHECK(single.groups == 1);
  CHECK(single.error == 0);
  CHECK(!single.interval);
  CHECK(single.p == 1);
}

TEST_CASE("measures are held against each other as shares are, whatever their size") {
  Random random;
  const auto small = thirds(40, 1, random, 0.2);
  const auto one = paired_difference(small);
  for (const double times : {1e9, 1e-9}) {
    CAPTURE(times);
    auto pairs = small;
    for (auto& pair : pairs) pair = {pair.before * times, pair.after * times};
    const auto scaled = paired_difference(pairs);
    CHECK(scaled.before == doctest::Approx(one.before * times).epsilon(1e-12));
    CHECK(scaled.after == doctest::Approx(one.after * times).epsilon(1e-12));
    CHECK(scaled.difference == doctest::Approx(one.difference * times).epsilon(1e-12));
    CHECK(scaled.error == doctest::Approx(one.error * times).epsilon(1e-12));
    CHECK(scaled.p == one.p);
  }
}

TEST_CASE("what others print, at its edges") {
  const auto none = mcnemar(0, 0);
  CHECK(none.exact_p == 1);
  CHECK(none.mid_p == 1);
  CHECK(none.chi2 == 0);
  CHECK(none.chi2_p == 1);
  CHECK(none.corrected_p == 1);
  const auto even = mcnemar(4, 4);
  CHECK(even.exact_p == 1);
  CHECK(even.mid_p == 1);
  CHECK(even.corrected == 0);
  CHECK(mcnemar(0, 6).exact_p == doctest::Approx(1.0 / 32));
  CHECK(mcnemar(0, 6).mid_p == doctest::Approx(1.0 / 64));
  CHECK(mcnemar(9, 2).exact_p == mcnemar(2, 9).exact_p);

  CHECK(!wilcoxon(pairs_of({1, 0}, {1, 0})));
  CHECK(!paired_t_p(pairs_of({0}, {1})));
  CHECK(!paired_t_p(pairs_of({0, 0, 0}, {0.5, 0.5, 0.5})));
  CHECK(wilcoxon(pairs_of({0, 0, 1}, {1, 0.5, 0.75}))->signed_sum == 4);
  CHECK(wilcoxon(pairs_of({0, 0, 1}, {1, 0.5, 0.75}))->smaller_sum == 1);
  // Groups have no say in them.
  CHECK(*paired_t_p(pairs_of({0, 0, 1, 1}, {1, 0.5, 0.75, 1}, {1, 1, 2, 2})) ==
        *paired_t_p(pairs_of({0, 0, 1, 1}, {1, 0.5, 0.75, 1})));
}

TEST_CASE("p-values of several checks are adjusted in the order they are given") {
  const std::vector<double> p = {0.04, 0.01, 0.03, 0.01};
  const std::vector<double> by_holm = {0.06, 0.04, 0.06, 0.04};
  const std::vector<double> by_share = {0.04, 0.02, 0.04, 0.02};
  const auto found = holm(p), shares = benjamini_hochberg(p), bounds = bonferroni(p);
  for (std::size_t i = 0; i < p.size(); ++i) {
    CHECK(found[i] == doctest::Approx(by_holm[i]));
    CHECK(shares[i] == doctest::Approx(by_share[i]));
    CHECK(bounds[i] == doctest::Approx(4 * p[i]));
  }
  CHECK(holm({}).empty());
  CHECK(benjamini_hochberg({}).empty());
  CHECK(holm(std::vector{0.9, 0.8}) == std::vector{1.0, 1.0});
  CHECK(benjamini_hochberg(std::vector{0.2}) == std::vector{0.2});
}
