// Means over items, and how far they would move for other items like these:
// statistics.md section 0, 1 (Miller 2024, arXiv 2411.00640, equation 4, with the
// correction C/(C-1) for few groups).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <unordered_map>

#include "runtime/stats/exact_sum.h"

namespace cairn {

using Group = std::uint32_t;
// The item counts as a group of its own.
inline constexpr Group alone = std::numeric_limits<Group>::max();

struct Estimate {
  std::size_t items = 0;
  std::size_t groups = 0;
  double mean = 0;          // 0 if there are no items.
  double error = 0;         // The standard error; 0 if there are fewer than two groups.
  bool below_zero = false;  // Some value is, so that the mean is no share.
};

// The order in which values are added changes no bit of what comes out.
class Moments {
 public:
  // Either all items are in named groups, or each is alone.
  void add(double value, Group group) {
    distances_.reset();
    sum_.add(value);
    low_ = std::min(low_, value);
    high_ = std::max(high_, value);
    ++items_;
    if (group == alone) {
      squares_.add_long(static_cast<long double>(value) * value);
    } else {
      auto& one = groups_[group];
      one.sum.add(value);
      ++one.items;
    }
  }
  void add(const Moments& other);

  std::size_t items() const { return items_; }
  Estimate estimate() const;

  // How many values are 1, if every item is alone and every value 0 or 1.
  std::optional<std::size_t> ones() const;

  // What the values of a part of the items pull the sum of all away from where it would
  // be if being in the part meant nothing, and the square of what groups pull by chance.
  struct Pull {
    double sum = 0, squares = 0;
  };
  Pull pull_of(const Moments& part) const;

 private:
  struct OfGroup {
    ExactSum sum;
    std::size_t items = 0;
  };
  long double squared_distances() const;
  long double of_items() const;
  long double of_groups() const;
  long double squares_of_items(const Moments& part, long double mean, long double share) const;
  long double squares_of_groups(const Moments& part, long double mean, long double share) const;

  ExactSum sum_, squares_;
  double low_ = std::numeric_limits<double>::infinity();
  double high_ = -std::numeric_limits<double>::infinity();
  std::size_t items_ = 0;
  std::unordered_map<Group, OfGroup> groups_;
  mutable std::optional<long double> distances_;  // Once computed, until something is added.
};

// Of values of any size, which Moments are exact only near one for: brought there by a
// power of two, which changes no digit.
struct MeasuredValue {
  double value = 0;
  Group group = alone;
};
Estimate scaled_estimate(std::span<const MeasuredValue> values);

}  // namespace cairn
