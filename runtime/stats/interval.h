// 95% intervals: statistics.md section 0, 2 and 8.
#pragma once

#include <cstddef>
#include <optional>

#include "runtime/stats/moments.h"
#include "runtime/summary.h"

namespace cairn {

// What a standard normal, and Student's t, stay below 97.5% of the time.
inline constexpr double normal_quantile = 1.959963984540054;
double t_quantile(std::size_t degrees);  // REQUIRES: degrees > 0.

// Wilson (1927) for a share seen on `size` things; `size` need not be whole.
Interval wilson(double share, double size, double quantile);

// Wilson's at the effective size share·(1-share)/error², with t of the number of
// groups (Korn and Graubard 1998, as in SAS SURVEYFREQ); by t where values below 0
// show that the mean is no share. Nothing for fewer than two groups.
std::optional<Interval> interval_of(const Estimate& estimate);

// mean ± t·error; for what is no share. Nothing for fewer than two groups.
std::optional<Interval> t_interval(const Estimate& estimate);

}  // namespace cairn
