#include "runtime/stats/measures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/stats/interval.h"

namespace cairn {

void Measures::add(std::span<const double> values, std::size_t open, Group group) {
  open_ += open;
  if (values.empty()) return;
  const bool tracked = !units_.empty() || values.size() > 1 || group != alone;
  if (tracked && units_.empty())
    for (std::uint32_t i = 0; i < values_.size(); ++i) units_.push_back(i);
  grouped_ = group != alone;
  const auto unit = grouped_ ? group : static_cast<std::uint32_t>(items_);
  ++items_;
  for (const double value : values) {
    values_.push_back(value);
    if (tracked) units_.push_back(unit);
  }
  sorted_.clear();
}

std::uint32_t Measures::unit_of(std::size_t index) const {
  return units_.empty() ? static_cast<std::uint32_t>(index) : units_[index];
}

const std::vector<Measures::Value>& Measures::sorted() const {
  if (sorted_.size() == values_.size()) return sorted_;
  sorted_.clear();
  for (std::size_t i = 0; i < values_.size(); ++i) sorted_.push_back({values_[i], unit_of(i)});
  std::ranges::stable_sort(sorted_, {}, &Value::value);
  return sorted_;
}

std::optional<double> Measures::mean(World world) const {
  if (values_.empty() || (world != World::seen && open_ > 0)) return std::nullopt;
  long double sum = 0;
  for (const auto& one : sorted()) sum += one.value;  // In order, so that arrival has no say.
  return static_cast<double>(sum / static_cast<long double>(values_.size()));
}

std::optional<double> Measures::quantile(double share, World world) const {
  const auto& values = sorted();
  const std::size_t below = world == World::low ? open_ : 0;
  const std::size_t all = values.size() + (world == World::seen ? 0 : open_);
  if (values.empty()) return std::nullopt;
  const double place = share * static_cast<double>(all - 1);
  const auto first = static_cast<std::size_t>(std::floor(place));
  const double rest = place - std::floor(place);
  const std::size_t second = rest > 0 ? first + 1 : first;
  if (first < below || second - below >= values.size()) return std::nullopt;
  const double low = values[first - below].value, high = values[second - below].value;
  return low + rest * (high - low);
}

// The error of a mean of distances, by groups of values; in an order that does
// not depend on the order of arrival.
Estimate Measures::around(double mean, double (*distance)(double, double, double),
                          double limit) const {
  std::vector<long double> by_unit(units_.empty() ? values_.size() : 0);
  std::unordered_map<std::uint32_t, long double> by_named;
  for (const auto& one : sorted()) {
    const long double apart = distance(one.value, limit, mean);
    if (units_.empty())
      by_unit[one.unit] = apart;
    else
      by_named[one.unit] += apart;
  }
  for (const auto& [unit, apart] : by_named) by_unit.push_back(apart);
  for (auto& apart : by_unit) apart *= apart;
  std::ranges::sort(by_unit);
  long double squares = 0;
  for (const auto square : by_unit) squares += square;
  Estimate made{.items = items_, .groups = by_unit.size(), .mean = mean};
  if (made.groups < 2) return made;
  const auto groups = static_cast<long double>(made.groups);
  made.error = static_cast<double>(std::sqrt(groups / (groups - 1) * squares) /
                                   static_cast<long double>(values_.size()));
  return made;
}

std::optional<Interval> Measures::mean_interval(World world) const {
  const auto found = mean(world);
  if (!found) return std::nullopt;
  return t_interval(around(
      *found, [](double value, double, double middle) { return value - middle; }, 0));
}

std::optional<Interval> Measures::quantile_interval(double share, World world) const {
  const auto found = quantile(share, World::seen);
  if (!found) return std::nullopt;
  const auto below = interval_of(around(
      share,
      [](double value, double limit, double middle) { return (value <= limit ? 1 : 0) - middle; },
      *found));
  if (!below) return std::nullopt;
  const auto low = quantile(below->low, world), high = quantile(below->high, world);
  if (!low || !high) return std::nullopt;
  return Interval{*low, *high};
}

}  // namespace cairn
