#include "runtime/stats/part_test.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "runtime/stats/shares.h"

namespace cairn {

std::optional<double> part_p(const Moments& part, const Moments& all) {
  const auto estimate = all.estimate();
  if (part.items() == 0 || part.items() == all.items() || estimate.groups < 3) return std::nullopt;
  if (const auto passed = all.ones()) {
    const auto inside = part.ones().value_or(0);
    return fisher_p({inside, part.items()}, {*passed - inside, all.items() - part.items()});
  }
  const auto pull = all.pull_of(part);
  if (pull.squares <= 0) return std::nullopt;
  const auto groups = static_cast<double>(estimate.groups);
  const double t = std::abs(pull.sum) / std::sqrt(groups / (groups - 1) * pull.squares);
  const boost::math::students_t_distribution<double> by_chance(groups - 1);
  return 2 * boost::math::cdf(boost::math::complement(by_chance, t));
}

}  // namespace cairn
