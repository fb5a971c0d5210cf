#include "runtime/stats/interval.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace cairn {

double t_quantile(std::size_t degrees) {
  const boost::math::students_t_distribution<double> t(static_cast<double>(degrees));
  return boost::math::quantile(t, 0.975);
}

Interval wilson(double share, double size, double quantile) {
  const double q = quantile * quantile;
  const double middle = (share + q / (2 * size)) / (1 + q / size);
  const double half =
      quantile / (1 + q / size) * std::sqrt(share * (1 - share) / size + q / (4 * size * size));
  return {share == 0 ? 0.0 : std::clamp(middle - half, 0.0, 1.0),
          share == 1 ? 1.0 : std::clamp(middle + half, 0.0, 1.0)};
}

std::optional<Interval> interval_of(const Estimate& estimate) {
  if (estimate.groups < 2) return std::nullopt;
  if (estimate.below_zero || estimate.mean > 1) return t_interval(estimate);
  const double spread = estimate.mean * (1 - estimate.mean);
  const double size = estimate.error > 0 && spread > 0 ? spread / (estimate.error * estimate.error)
                                                       : static_cast<double>(estimate.groups);
  return wilson(estimate.mean, size, t_quantile(estimate.groups - 1));
}

std::optional<Interval> t_interval(const Estimate& estimate) {
  if (estimate.groups < 2) return std::nullopt;
  const double half = t_quantile(estimate.groups - 1) * estimate.error;
  return Interval{estimate.mean - half, estimate.mean + half};
}

}  // namespace cairn
