// Whether two short rows of numbers rise together: Spearman's rank correlation with a p
// that holds for few points, where the one by t is far too sure (three points in order
// have r = 1, and yet chance orders them so, or the other way round, one time in three).
#pragma once

#include <span>

#include "runtime/stats/ranks.h"

namespace cairn {

// As spearman(); up to 8 points `p` is exact: the share of all orders of y in which the
// correlation is as far from 0.
std::optional<Correlation> rank_trend(std::span<const double> x, std::span<const double> y);

}  // namespace cairn
