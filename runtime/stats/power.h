// How small a difference a number of items can show, and how many items would show
// one: Miller 2024 (arXiv 2411.00640), section 5. 5% two-sided, shown 4 times in 5.
#pragma once

#include <cstddef>
#include <optional>

namespace cairn {

// Of the difference of two runs over the same items, in units of the score, squared.
struct PairedVariance {
  double items = 0;   // ω²: of the difference of the true scores of an item.
  double before = 0;  // σ²/K: of an item's mean over its samples, run again.
  double after = 0;
  double sum() const { return items + before + after; }
};

// More than anybody has: where more would be needed, a number of items says this.
inline constexpr std::size_t most_items = 1'000'000'000'000'000;

// REQUIRES: items > 0.
double detectable_difference(const PairedVariance& variance, std::size_t items);
// REQUIRES: difference != 0. Rounded up; at least 1, at most `most_items`.
std::size_t items_to_detect(const PairedVariance& variance, double difference);

// From a standard error of the difference that was seen on so many items.
double detectable_difference(double error);
// How many items, all told, would show `difference`: an error shrinks with the root
// of their number. Nothing if it is 0 or error is.
std::optional<std::size_t> items_to_settle(std::size_t items, double error, double difference);

}  // namespace cairn
