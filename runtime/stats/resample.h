// Intervals of a statistic that has no formula: what it comes to in many draws of
// the same things (percentile bootstrap, Efron 1979). Seeded: the same each time.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>

#include "runtime/summary.h"

namespace cairn {

// What the statistic is when thing i stands times[i] times; nothing if undefined.
using Resampled = std::function<std::optional<double>(std::span<const unsigned> times)>;

// 95%, of so many draws with replacement; undefined draws are left out. Nothing if
// there are fewer than two things, the statistic is undefined on the things
// themselves, or in more than half of the draws.
std::optional<Interval> resampled_interval(std::size_t things, const Resampled& statistic,
                                           std::size_t draws = 2000);

// The same of the mean, several times as fast, by draws of its own: of values that
// have no groups. REQUIRES: fewer than 2^32 values.
std::optional<Interval> resampled_mean_interval(std::span<const double> values,
                                                std::size_t draws = 10'000);

}  // namespace cairn
