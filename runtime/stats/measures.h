// The values of a `measure:` check: mean, median and 95th percentile.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runtime/stats/moments.h"
#include "runtime/stats/worlds.h"
#include "runtime/summary.h"

namespace cairn {

class Measures {
 public:
  // Of all samples of one item; `open` more could not be measured.
  void add(std::span<const double> values, std::size_t open, Group group);

  std::size_t size() const { return values_.size(); }

  // Open values could be anything, so with one open the mean has no value at
  // either bound; a quantile has, as long as so many cannot move it out of sight.
  std::optional<double> mean(World world) const;
  // Between the neighbours, as R's and NumPy's default.
  std::optional<double> quantile(double share, World world) const;

  // By t.
  std::optional<Interval> mean_interval(World world) const;
  // The quantiles at the ends of the interval of the share that lies below it
  // (Woodruff 1952), itself as interval_of().
  std::optional<Interval> quantile_interval(double share, World world) const;

 private:
  struct Value {
    double value = 0;
    std::uint32_t unit = 0;
  };
  std::uint32_t unit_of(std::size_t index) const;
  const std::vector<Value>& sorted() const;
  Estimate around(double mean, double (*distance)(double value, double limit, double mean),
                  double limit) const;

  std::vector<double> values_;
  // Of each value its item, or group; empty while every item gave one value alone.
  std::vector<std::uint32_t> units_;
  std::size_t items_ = 0, open_ = 0;
  bool grouped_ = false;
  mutable std::vector<Value> sorted_;  // Made when first asked for.
};

}  // namespace cairn
