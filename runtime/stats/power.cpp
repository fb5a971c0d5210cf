#include "runtime/stats/power.h"

#include <algorithm>
#include <cmath>

#include "runtime/stats/interval.h"

namespace cairn {
namespace {

// What a standard normal stays below 80% of the time.
constexpr double power_quantile = 0.8416212335729143;
constexpr double errors_apart = normal_quantile + power_quantile;

// Up; a whole number that rounding made a little more stays itself.
std::size_t whole_items(double items) {
  const double up = std::ceil(items * (1 - 1e-12));
  return static_cast<std::size_t>(std::clamp(up, 1.0, static_cast<double>(most_items)));
}

}  // namespace

double detectable_difference(double error) { return errors_apart * error; }

double detectable_difference(const PairedVariance& variance, std::size_t items) {
  return detectable_difference(std::sqrt(variance.sum() / static_cast<double>(items)));
}

std::size_t items_to_detect(const PairedVariance& variance, double difference) {
  return whole_items(variance.sum() * std::pow(errors_apart / difference, 2));
}

std::optional<std::size_t> items_to_settle(std::size_t items, double error, double difference) {
  if (difference == 0 || error == 0) return std::nullopt;
  const double variance = error * error * static_cast<double>(items);
  return items_to_detect({.items = variance}, difference);
}

}  // namespace cairn
