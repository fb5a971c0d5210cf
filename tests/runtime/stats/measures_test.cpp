#include "runtime/stats/measures.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "runtime/stats/interval.h"

using namespace cairn;

namespace {

Measures measures_of(const std::vector<double>& values, std::size_t open = 0) {
  Measures made;
  for (const double value : values) made.add(std::span(&value, 1), 0, alone);
  made.add({}, open, alone);
  return made;
}

}  // namespace

TEST_CASE("mean, median and 95th percentile") {
  std::vector<double> hundred;
  for (int i = 1; i <= 100; ++i) hundred.push_back(i);
  struct Case {
    std::string about;
    std::vector<double> values;
    double mean, median, p95;
  };
  const Case cases[] = {
      {"one value", {7}, 7, 7, 7},
      {"two values", {3, 1}, 2, 2, 2.9},
      {"1 to 100, as numpy.percentile", hundred, 50.5, 50.5, 95.05},
      {"large and small", {1e15, 1, -1e15}, 1.0 / 3, 1, 9e14 + 0.1},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto measures = measures_of(c.values);
    CHECK(*measures.mean(World::seen) == doctest::Approx(c.mean));
    CHECK(*measures.quantile(0.5, World::seen) == doctest::Approx(c.median));
    CHECK(*measures.quantile(0.95, World::seen) == doctest::Approx(c.p95));
  }
  CHECK(!Measures{}.mean(World::seen));
  CHECK(!Measures{}.quantile(0.5, World::seen));
  CHECK(!measures_of({7}).mean_interval(World::seen));
}

TEST_CASE("values that could not be measured leave a median in bounds, and no mean") {
  const auto measures = measures_of({1, 2, 3, 4, 5}, 2);
  CHECK(*measures.mean(World::seen) == 3);
  CHECK(!measures.mean(World::low));
  CHECK(*measures.quantile(0.5, World::low) == 2);
  CHECK(*measures.quantile(0.5, World::high) == 4);
  CHECK(!measures.quantile(0.95, World::high));
}

TEST_CASE("the interval of a median is read off at the ends of a share's") {
  std::vector<double> values;
  for (int i = 0; i <= 100; ++i) values.push_back(i);
  const auto interval = *measures_of(values).quantile_interval(0.5, World::seen);
  // The order statistics that hold a median of 101 with 95%: about the 41st and 61st.
  CHECK(interval.low == doctest::Approx(40).epsilon(0.05));
  CHECK(interval.high == doctest::Approx(60).epsilon(0.05));
}

TEST_CASE("samples of one item are not draws of their own") {
  Measures together, apart;
  for (int i = 0; i < 20; ++i) {
    const std::vector<double> same(4, i);
    together.add(same, 0, alone);
    for (const double value : same) apart.add(std::span(&value, 1), 0, alone);
  }
  const auto width = [](const Interval& interval) { return interval.high - interval.low; };
  CHECK(*together.mean(World::seen) == *apart.mean(World::seen));
  CHECK(width(*together.mean_interval(World::seen)) >
        1.9 * width(*apart.mean_interval(World::seen)));

  // One item with several values among items with one, and the same in groups.
  Measures mixed, grouped;
  const double single = 1;
  const std::vector<double> several = {2, 4};
  mixed.add(std::span(&single, 1), 0, alone);
  mixed.add(several, 0, alone);
  grouped.add(std::span(&single, 1), 0, 7);
  grouped.add(several, 0, 3);
  CHECK(mixed.mean_interval(World::seen)->low == grouped.mean_interval(World::seen)->low);
}
