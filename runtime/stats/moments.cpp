#include "runtime/stats/moments.h"

#include <vector>

namespace cairn {

void Moments::add(const Moments& other) {
  distances_.reset();
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
long double Moments::squared_distances() const {
  if (!distances_) distances_ = groups_.empty() ? of_items() : of_groups();
  return *distances_;
}

long double Moments::of_items() const {
  if (low_ == high_ || items_ == 0) return 0;
  const long double mean = sum_.long_value() / static_cast<long double>(items_);
  return std::max(0.0L, squares_.long_value() - static_cast<long double>(items_) * mean * mean);
}

long double Moments::of_groups() const {
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
  made.error = static_cast<double>(std::sqrt(groups / (groups - 1) * squared_distances()) / items);
  return made;
}

std::optional<std::size_t> Moments::ones() const {
  if (!groups_.empty() || low_ < 0 || high_ > 1) return std::nullopt;
  // x² = x for 0 and 1 alone, and the sums are exact.
  if (squares_.fixed() != sum_.fixed()) return std::nullopt;
  return static_cast<std::size_t>(sum_.value());
}

Moments::Pull Moments::pull_of(const Moments& part) const {
  if (low_ == high_) return {};
  const auto items = static_cast<long double>(items_);
  const long double mean = sum_.long_value() / items;
  const long double share = static_cast<long double>(part.items_) / items;
  const long double pull = part.sum_.long_value() - mean * static_cast<long double>(part.items_);
  // A part that happens to be alike says nothing of how it could have come out, so the
  // square is at least what a part drawn from all would have.
  const long double drawn = share * (1 - share) * squared_distances();
  const long double seen =
      groups_.empty() ? squares_of_items(part, mean, share) : squares_of_groups(part, mean, share);
  return {static_cast<double>(pull), static_cast<double>(std::max(seen, drawn))};
}

// Σ (z - z̄)² (s - s̄)², where z is 1 in the part and 0 outside.
long double Moments::squares_of_items(const Moments& part, long double mean,
                                      long double share) const {
  const long double inside = part.squares_.long_value() - 2 * mean * part.sum_.long_value() +
                             mean * mean * static_cast<long double>(part.items_);
  return (1 - 2 * share) * std::max(0.0L, inside) + share * share * squared_distances();
}

// Only the part's groups differ from what all of them pull: Σ (P - z̄A)² over groups,
// where A is what a group is away from the mean, and P what its items in the part are.
long double Moments::squares_of_groups(const Moments& part, long double mean,
                                       long double share) const {
  std::vector<long double> more;
  for (const auto& [group, mine] : part.groups_) {
    const auto& all = groups_.at(group);
    const long double in_part = mine.sum.long_value() - mean * static_cast<long double>(mine.items);
    const long double away = all.sum.long_value() - mean * static_cast<long double>(all.items);
    more.push_back(in_part * in_part - 2 * share * away * in_part);
  }
  std::ranges::sort(more);  // The map's order depends on the order of arrival.
  long double total = share * share * squared_distances();
  for (const long double one : more) total += one;
  return total;
}

Estimate scaled_estimate(std::span<const MeasuredValue> values) {
  double largest = 0;
  for (const auto& one : values) largest = std::max(largest, std::abs(one.value));
  const int scale = largest > 0 ? std::ilogb(largest) : 0;
  Moments moments;
  for (const auto& one : values) moments.add(std::ldexp(one.value, -scale), one.group);
  auto made = moments.estimate();
  made.mean = std::ldexp(made.mean, scale);
  made.error = std::ldexp(made.error, scale);
  return made;
}

}  // namespace cairn
