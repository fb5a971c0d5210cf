// Sums that come out the same to the last bit in whatever order they are made.
//
// Fixed point in 128 bits: 64 of them below one, and room for a thousand million
// values of up to a million each. What is no number adds nothing.
#pragma once

#include <algorithm>
#include <cmath>

namespace cairn {

__extension__ using Wide = __int128;

class ExactSum {
 public:
  static constexpr double most = 1048576;                     // A value beyond it counts as this,
  static constexpr long double most_long = 1099511627776.0L;  // and its square as this.

  void add(double value) {
    // Most scores are 0 or 1, and the conversion is the dear part.
    if (value == 1) {
      total_ += Wide{1} << 64;
    } else if (value != 0 && !std::isnan(value)) {
      total_ += static_cast<Wide>(std::ldexp(std::clamp(value, -most, most), 64));
    }
  }
  // Of squares and the like, which need the longer mantissa.
  void add_long(long double value) {
    if (value == 1)
      total_ += Wide{1} << 64;
    else if (value != 0 && !std::isnan(value))
      total_ +=
          static_cast<Wide>(std::ldexp(std::clamp<long double>(value, -most_long, most_long), 64));
  }
  void add(const ExactSum& other) { total_ += other.total_; }

  Wide fixed() const { return total_; }
  double value() const { return std::ldexp(static_cast<double>(total_), -64); }
  long double long_value() const { return std::ldexp(static_cast<long double>(total_), -64); }

 private:
  Wide total_ = 0;
};

}  // namespace cairn
