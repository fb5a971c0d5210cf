#include "runtime/stats/resample.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace cairn {
namespace {

constexpr std::size_t draws = 2000;

// SplitMix64 (Steele, Lea, Flood 2014): the standard's distributions differ
// between libraries, and an interval must not.
class Random {
 public:
  std::size_t below(std::size_t limit) {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return static_cast<std::size_t>((z ^ (z >> 31)) % limit);
  }

 private:
  std::uint64_t state_ = 20241124;
};

// Between the neighbours, as R's default does.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(std::floor(place));
  const auto above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - std::floor(place)) * (sorted[above] - sorted[below]);
}

}  // namespace

std::optional<Interval> resampled_interval(std::size_t things, const Resampled& statistic) {
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
  std::ranges::sort(found);
  return Interval{quantile(found, 0.025), quantile(found, 0.975)};
}

}  // namespace cairn
