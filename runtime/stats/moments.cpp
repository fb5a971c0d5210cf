#include "runtime/stats/moments.h"

#include <vector>

namespace cairn {

void Moments::add(const Moments& other) {
  sum_.add(other.sum_);
  squares_.add(other.squares_);
  low_ = std::min(low_, other.low_);
  high_ = std::max(high_, other.high_);
  items_ += other.items_;
  for (const auto& [group, theirs] : other.groups_) {
    auto& ours = groups_[group];
    ours.sum.add(theirs.sum);
    ours.items += theirs.items;
  }
}

// Over groups, of what their items together are away from the mean.
long double Moments::squared_distances(long double mean) const {
  if (groups_.empty()) {
    if (low_ == high_) return 0;
    return std::max(0.0L, squares_.long_value() - static_cast<long double>(items_) * mean * mean);
  }
  std::vector<long double> squares;
  const auto items = static_cast<Wide>(items_);
  for (const auto& [group, one] : groups_) {
    // In whole numbers, so that equal groups are exactly at the mean.
    const Wide apart = one.sum.fixed() * items - sum_.fixed() * static_cast<Wide>(one.items);
    const long double distance =
        std::ldexp(static_cast<long double>(apart), -64) / static_cast<long double>(items_);
    squares.push_back(distance * distance);
  }
  std::ranges::sort(squares);  // The map's order depends on the order of arrival.
  long double total = 0;
  for (const long double square : squares) total += square;
  return total;
}

Estimate Moments::estimate() const {
  Estimate made{.items = items_, .groups = groups_.empty() ? items_ : groups_.size()};
  if (items_ == 0) return made;
  const long double mean = sum_.long_value() / static_cast<long double>(items_);
  made.mean = static_cast<double>(mean);
  if (low_ == high_) made.mean = low_;
  made.below_zero = low_ < 0;
  if (made.groups < 2) return made;
  const auto groups = static_cast<long double>(made.groups);
  const auto items = static_cast<long double>(items_);
  made.error =
      static_cast<double>(std::sqrt(groups / (groups - 1) * squared_distances(mean)) / items);
  return made;
}

}  // namespace cairn
