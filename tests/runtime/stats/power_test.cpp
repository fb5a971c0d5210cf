// The figures of statistics.md section 1, from the functions that print them.
#include "runtime/stats/power.h"

#include <doctest/doctest.h>

#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <numbers>
#include <vector>

#include "lang/plan.h"
#include "runtime/stats/interval.h"
#include "runtime/stats/paired.h"
#include "runtime/stats/random.h"
#include "runtime/stats/reading.h"

using namespace cairn;

namespace {

// Of two runs whose items differ by ω² = 1/9, as difficulty that is spread evenly from
// 0 to 1 has within itself: σ² = 1/6 for one sample.
PairedVariance miller(double samples) {
  return {.items = 1.0 / 9, .before = 1.0 / 6 / samples, .after = 1.0 / 6 / samples};
}

// Items whose difficulty is spread evenly: of K samples each number that pass is as
// likely as the others. `each` items for every number.
struct EvenItems {
  Moments means;
  Population population;

  EvenItems(const TallyFacts& facts, std::size_t samples, std::size_t each) : population(facts) {
    const auto k = static_cast<double>(samples);
    for (std::size_t passed = 0; passed <= samples; ++passed)
      for (std::size_t i = 0; i < each; ++i) {
        const double mean = static_cast<double>(passed) / k;
        means.add(mean, alone);
        if (samples == 1) continue;
        auto& noise = population.noise[World::seen];
        const double variance = mean * (1 - mean) * k / (k - 1);
        noise.noise.add(variance / k, alone);
        noise.variance.add(variance);
      }
  }
};

TallyFacts no_facts() {
  static const Plan plan;
  return facts_of(plan, {});
}

// How often an interval holds a share, summed over what can be seen of `size` things.
template <class Limits>
double coverage(double share, std::size_t size, Limits limits) {
  const boost::math::binomial_distribution<double> seen(static_cast<double>(size), share);
  double holds = 0;
  for (std::size_t hits = 0; hits <= size; ++hits) {
    const Interval found =
        limits(static_cast<double>(hits) / static_cast<double>(size), static_cast<double>(size));
    if (found.low <= share && share <= found.high)
      holds += boost::math::pdf(seen, static_cast<double>(hits));
  }
  return holds;
}

Interval wald(double share, double size) {
  const double half = normal_quantile * std::sqrt(share * (1 - share) / size);
  return {share - half, share + half};
}

Interval wilson_limits(double share, double size) { return wilson(share, size, normal_quantile); }

double unit(Random& random) { return std::ldexp(static_cast<double>(random.bits() >> 11), -53); }

}  // namespace

TEST_CASE("how many items show three points") {
  CHECK(items_to_detect({.items = 1.0 / 9}, 0.03) == 969);
  CHECK(items_to_detect(miller(1), 0.03) == 3876);
  CHECK(items_to_detect(miller(10), 0.03) == 1260);
  CHECK(items_to_detect(miller(10), -0.03) == 1260);
}

TEST_CASE("what 198 items can show") {
  CHECK(detectable_difference(miller(1), 198) == doctest::Approx(0.133).epsilon(0.004));
  CHECK(detectable_difference(miller(10), 198) == doctest::Approx(0.076).epsilon(0.007));
  // The items that would show it are those.
  CHECK(items_to_detect(miller(1), detectable_difference(miller(1), 198)) == 198);
}

TEST_CASE("from the error that was seen") {
  const double error = std::sqrt(miller(1).sum() / 198);
  CHECK(detectable_difference(error) == doctest::Approx(detectable_difference(miller(1), 198)));
  CHECK(*items_to_settle(198, error, 0.03) == 3876);
  CHECK(*items_to_settle(198, error, 0.5) < 198);  // Settled already, and by fewer.
  CHECK(!items_to_settle(198, error, 0));
  CHECK(!items_to_settle(198, 0, 0.03));
  CHECK(*items_to_settle(198, error, 1e-200) == most_items);
  CHECK(items_to_detect({}, 0.5) == 1);
}

TEST_CASE("samples cut the variance of a score by a third, a half, five ninths") {
  const auto facts = no_facts();
  struct Case {
    std::size_t samples;
    double variance, cut;
  };
  for (const auto& c : {Case{1, 0.25, 0}, Case{2, 0.167, 1.0 / 3}, Case{4, 0.125, 1.0 / 2},
                        Case{6, 0.111, 5.0 / 9}, Case{1000, 0.0835, 2.0 / 3}}) {
    CAPTURE(c.samples);
    const auto found = EvenItems(facts, c.samples, 100).means.estimate();
    const auto items = static_cast<double>(found.items);
    const double variance = found.error * found.error * (items - 1);
    CHECK(variance == doctest::Approx(c.variance).epsilon(0.004));
    CHECK(1 - variance / 0.25 == doctest::Approx(c.cut).epsilon(0.002));
  }
}

TEST_CASE("how far 200 items move, run again, and how far other items would") {
  // field.md: ±5.7 and ±6.9 points with one sample, ±2.5 and ±4.7 with five.
  const auto half = [](double error) { return 100 * normal_quantile * error; };
  const auto scaled = [](const EvenItems& even) {  // To 200 items.
    const auto found = even.means.estimate();
    return found.error * std::sqrt((static_cast<double>(found.items) - 1) / 200);
  };
  const auto facts = no_facts();
  const EvenItems one(facts, 1, 100), five(facts, 5, 200);
  CHECK(half(scaled(one)) == doctest::Approx(6.9).epsilon(0.008));
  CHECK(half(scaled(five)) == doctest::Approx(4.7).epsilon(0.008));
  CHECK(half(std::sqrt(1.0 / 6 / 200)) == doctest::Approx(5.7).epsilon(0.008));
  // The band that is printed is of the difference of two runs: √2 as wide. It is of
  // 1,200 items here.
  const double band = *read_rerun_band(five.population).value[World::seen] * std::sqrt(6.0);
  CHECK(100 * band / std::numbers::sqrt2 == doctest::Approx(2.5).epsilon(0.02));
  CHECK(band == doctest::Approx(normal_quantile * std::sqrt(2.0 / 6 / 1000)).epsilon(1e-9));
}

TEST_CASE("items in clusters: an error that does not regard them is 41% too small") {
  // 60 clusters of 5 items of one difficulty, by the arcsine law: the true error is
  // √(1/4 · (1 + 4 · 1/2)/300) = 0.05.
  Random random;
  double by_cluster = 0, naive = 0;
  constexpr int draws = 200;
  for (int draw = 0; draw < draws; ++draw) {
    Moments clustered, independent;
    for (Group cluster = 0; cluster < 60; ++cluster) {
      const double easy = std::pow(std::sin(std::numbers::pi / 2 * unit(random)), 2);
      for (int item = 0; item < 5; ++item) {
        const double passed = unit(random) < easy ? 1 : 0;
        clustered.add(passed, cluster);
        independent.add(passed, alone);
      }
    }
    by_cluster += clustered.estimate().error / draws;
    naive += independent.estimate().error / draws;
  }
  CHECK(by_cluster == doctest::Approx(0.0499).epsilon(0.01));
  CHECK(naive == doctest::Approx(0.0288).epsilon(0.01));
  CHECK(1 - naive / 0.0489 == doctest::Approx(0.41).epsilon(0.02));
}

TEST_CASE("pairs of runs: an error that does not regard them is too large") {
  // 300 items of evenly spread difficulty, the same in both runs, one sample each.
  Random random;
  double paired = 0, unpaired = 0;
  constexpr int draws = 200;
  for (int draw = 0; draw < draws; ++draw) {
    std::vector<Pair> pairs(300);
    Moments before, after, apart;
    for (auto& pair : pairs) {
      const double easy = unit(random);
      pair = {unit(random) < easy ? 1.0 : 0.0, unit(random) < easy ? 1.0 : 0.0};
      before.add(pair.before, alone);
      after.add(pair.after, alone);
    }
    paired += paired_difference(pairs).error / draws;
    unpaired += std::hypot(before.estimate().error, after.estimate().error) / draws;
  }
  CHECK(paired == doctest::Approx(0.0333).epsilon(0.01));
  CHECK(unpaired == doctest::Approx(0.0408).epsilon(0.01));
}

TEST_CASE("how often intervals of few items hold a share") {
  struct Case {
    double share;
    std::size_t size;
    double wald, wilson;
  };
  for (const auto& c :
       {Case{0.97, 50, 0.78, 0.94}, Case{0.97, 20, 0.46, 0.98}, Case{0.9, 50, 0.88, 0.97}}) {
    CAPTURE(c.size);
    CHECK(std::abs(coverage(c.share, c.size, wald) - c.wald) <= 0.005);
    CHECK(std::abs(coverage(c.share, c.size, wilson_limits) - c.wilson) <= 0.005);
  }
}

TEST_CASE("how sure so many labels make, nine of ten right") {
  struct Case {
    double size, low, high;
  };
  for (const auto& c : {Case{10, 0.60, 0.98}, Case{20, 0.70, 0.97}, Case{50, 0.79, 0.96},
                        Case{100, 0.83, 0.94}, Case{200, 0.85, 0.93}}) {
    CAPTURE(c.size);
    const auto found = wilson_limits(0.9, c.size);
    CHECK(std::abs(found.low - c.low) <= 0.0051);
    CHECK(std::abs(found.high - c.high) <= 0.0051);
  }
}

TEST_CASE("where nothing failed, three in n still may") {
  for (const double size : {20.0, 100.0, 1000.0}) {
    const double most = wilson_limits(0, size).high;
    CHECK(most > 3 / size);
    CHECK(most < 4 / size);
    CHECK(wilson_limits(1, size).low == doctest::Approx(1 - most));
  }
}
