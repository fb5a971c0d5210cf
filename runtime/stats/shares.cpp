#include "runtime/stats/shares.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <cmath>

#include "runtime/stats/interval.h"

namespace cairn {
namespace {

double share_hit(Counted counted) {
  return static_cast<double>(counted.hits) / static_cast<double>(counted.of);
}

Interval wilson_limits(Counted counted) {
  return wilson(share_hit(counted), static_cast<double>(counted.of), normal_quantile);
}

// Tables with the margins of two shares, by how many hits the first has; weights are
// relative to each other alone, so that nothing overflows.
struct SameMargins {
  double first, second, hits;  // Of the first, of the second, hits in both.

  // Of the table with one hit more in the first, over that with x.
  double next_over(double x) const {
    return (first - x) * (hits - x) / ((x + 1) * (second - hits + x + 1));
  }
  double least() const { return std::max(0.0, hits - second); }
  double most() const { return std::min(first, hits); }
};

}  // namespace

Interval clopper_pearson(Counted share) {
  const auto hits = static_cast<double>(share.hits);
  const auto misses = static_cast<double>(share.of - share.hits);
  using Beta = boost::math::beta_distribution<double>;
  return {hits == 0 ? 0.0 : boost::math::quantile(Beta(hits, misses + 1), 0.025),
          misses == 0 ? 1.0 : boost::math::quantile(Beta(hits + 1, misses), 0.975)};
}

Interval difference_of_shares(Counted a, Counted b) {
  const double of_a = share_hit(a), of_b = share_hit(b), apart = of_a - of_b;
  const auto around_a = wilson_limits(a), around_b = wilson_limits(b);
  return {apart - std::hypot(of_a - around_a.low, around_b.high - of_b),
          apart + std::hypot(around_a.high - of_a, of_b - around_b.low)};
}

double fisher_p(Counted a, Counted b) {
  const SameMargins tables{static_cast<double>(a.of), static_cast<double>(b.of),
                           static_cast<double>(a.hits + b.hits)};
  const auto seen = static_cast<double>(a.hits);
  // Weights relative to the table that was seen. What is as likely as it but for
  // rounding counts (as in R).
  constexpr long double as_likely = 1 + 1e-7L;
  long double all = 1, no_likelier = 1;
  const auto add = [&](long double weight) {
    all += weight;
    if (weight <= as_likely) no_likelier += weight;
  };
  long double weight = 1;
  for (double x = seen; x < tables.most(); ++x) add(weight *= tables.next_over(x));
  weight = 1;
  for (double x = seen; x > tables.least(); --x) add(weight /= tables.next_over(x - 1));
  return static_cast<double>(std::min(1.0L, no_likelier / all));
}

}  // namespace cairn
