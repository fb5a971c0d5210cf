#include "runtime/stats/resample.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "runtime/stats/random.h"

namespace cairn {
namespace {

// Between the neighbours, as R's default does.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(std::floor(place));
  const auto above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - std::floor(place)) * (sorted[above] - sorted[below]);
}

std::optional<Interval> central_95(std::vector<double> found) {
  if (found.empty()) return std::nullopt;
  std::ranges::sort(found);
  return Interval{quantile(found, 0.025), quantile(found, 0.975)};
}

// The sum of as many values as there are, each drawn anew. A half of the random bits
// picks each: its share of 2^32 of the values, which needs no division.
double drawn_sum(std::span<const double> values, Random& random) {
  const std::uint64_t size = values.size();
  double first = 0, second = 0;  // Two sums, that one addition need not wait for the other.
  for (std::size_t i = 0; i + 1 < values.size(); i += 2) {
    const auto bits = random.bits();
    first += values[((bits >> 32) * size) >> 32];
    second += values[((bits & 0xffffffff) * size) >> 32];
  }
  if (size % 2 == 1) first += values[((random.bits() >> 32) * size) >> 32];
  return first + second;
}

}  // namespace

std::optional<Interval> resampled_interval(std::size_t things, const Resampled& statistic,
                                           std::size_t draws) {
  if (things < 2) return std::nullopt;
  std::vector<unsigned> times(things, 1);
  if (!statistic(times)) return std::nullopt;
  Random random;
  std::vector<double> found;
  for (std::size_t draw = 0; draw < draws; ++draw) {
    std::ranges::fill(times, 0U);
    for (std::size_t i = 0; i < things; ++i) ++times[random.below(things)];
    if (const auto value = statistic(times)) found.push_back(*value);
  }
  if (found.size() < draws / 2) return std::nullopt;
  return central_95(std::move(found));
}

std::optional<Interval> resampled_mean_interval(std::span<const double> values, std::size_t draws) {
  if (values.size() < 2) return std::nullopt;
  Random random;
  std::vector<double> means(draws);
  for (auto& mean : means) mean = drawn_sum(values, random) / static_cast<double>(values.size());
  return central_95(std::move(means));
}

}  // namespace cairn
