// Numbers counted in a small unit, so that those which differ by rounding alone, such
// as 2/3 - 1/3 and 1/3, are equal and their sums exact.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <span>

#include "runtime/stats/paired.h"

namespace cairn {

class WholeUnits {
 public:
  // The unit is some 2^-44 of the largest value in any pair, or as little more as keeps
  // the sum of all differences below 2^61.
  explicit WholeUnits(std::span<const Pair> pairs) {
    double largest = 0;
    for (const auto& pair : pairs)
      largest = std::max({largest, std::abs(pair.before), std::abs(pair.after)});
    const int room = 60 - static_cast<int>(std::bit_width(pairs.size()));
    if (largest > 0) shift_ = std::min(44, room) - 1 - std::ilogb(largest);
  }

  std::int64_t of(long double amount) const { return std::llround(std::ldexp(amount, shift_)); }

 private:
  int shift_ = 0;
};

}  // namespace cairn
