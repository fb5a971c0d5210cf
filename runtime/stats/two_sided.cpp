#include "runtime/stats/two_sided.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numbers>

namespace cairn {

double normal_p(double z) { return std::erfc(std::abs(z) / std::numbers::sqrt2); }

double t_p(double t, std::size_t degrees) {
  if (std::isinf(t)) return 0;
  const boost::math::students_t_distribution<double> student(static_cast<double>(degrees));
  return std::min(1.0, 2 * boost::math::cdf(boost::math::complement(student, std::abs(t))));
}

double coins_p(std::size_t heads, std::size_t all) {
  if (all == 0) return 1;
  const boost::math::binomial_distribution<double> coins(static_cast<double>(all), 0.5);
  const auto fewer = static_cast<double>(std::min(heads, all - heads));
  return std::min(1.0, 2 * boost::math::cdf(coins, fewer));
}

double coins_mid_p(std::size_t heads, std::size_t all) {
  if (2 * heads == all) return 1;
  const boost::math::binomial_distribution<double> coins(static_cast<double>(all), 0.5);
  return coins_p(heads, all) - boost::math::pdf(coins, static_cast<double>(heads));
}

}  // namespace cairn
