// How likely it is by chance that a sum is as far from what was to be expected.
//
// What permutations of the items would give, without drawing them: 2,000 draws say
// nothing below 1/2001, which is never 5% once hundreds of comparisons are adjusted.
// The tails are saddlepoint approximations (Lugannani and Rice 1980; for what is drawn
// without replacement Skovgaard 1987, with the correction for lattices of Butler 2007,
// section 4.1), within some percent of the exact p however small it is. All are twice
// the tail on the side that was seen, and at most 1.
#pragma once

#include <cstddef>
#include <span>

namespace cairn {

// Of the sum of `drawn` of the values, when any so many are as likely to be drawn.
// REQUIRES: 0 < drawn < values.size().
double drawn_sum_p(std::span<const double> values, std::size_t drawn, double sum);

// Of the sum of all parts, when each is as likely to be its opposite. Parts that look
// smaller than their sum would vary by chance make anything look unlikely: the sum is
// taken to vary by no less than `variance`.
double flipped_sum_p(std::span<const double> parts, double variance);

}  // namespace cairn
