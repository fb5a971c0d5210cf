#include "runtime/history/rank_trend.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace cairn {
namespace {

constexpr std::size_t most_for_all_orders = 8;  // 40,320 of them.

// The covariance of ranks in some order, times what all orders share. Ranks are whole
// or half numbers, so nothing is rounded and equal ones compare equal.
double rank_covariance(const std::vector<double>& x, const std::vector<double>& y,
                       const std::vector<std::size_t>& order) {
  const auto size = static_cast<double>(x.size());
  double products = 0, sum_x = 0, sum_y = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    products += x[i] * y[order[i]];
    sum_x += x[i];
    sum_y += y[i];
  }
  return std::abs(size * products - sum_x * sum_y);
}

double share_of_orders(std::span<const double> x, std::span<const double> y) {
  const auto ranks_x = mean_ranks(x), ranks_y = mean_ranks(y);
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const double seen = rank_covariance(ranks_x, ranks_y, order);
  std::size_t orders = 0, as_far = 0;
  do {
    ++orders;
    if (rank_covariance(ranks_x, ranks_y, order) >= seen) ++as_far;
  } while (std::ranges::next_permutation(order).found);
  return static_cast<double>(as_far) / static_cast<double>(orders);
}

}  // namespace

std::optional<Correlation> rank_trend(std::span<const double> x, std::span<const double> y) {
  auto made = spearman(x, y);
  if (made && x.size() >= 3 && x.size() <= most_for_all_orders) made->p = share_of_orders(x, y);
  return made;
}

}  // namespace cairn
