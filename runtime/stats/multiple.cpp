#include "runtime/stats/multiple.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace cairn {
namespace {

std::vector<std::size_t> smallest_p_first(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p[i]; });
  return order;
}

}  // namespace

std::vector<double> bonferroni(std::span<const double> p) {
  std::vector<double> adjusted;
  for (const double one : p) adjusted.push_back(std::min(1.0, one * static_cast<double>(p.size())));
  return adjusted;
}

// The smallest as Bonferroni's; the next by one test fewer, but never below it.
std::vector<double> holm(std::span<const double> p) {
  std::vector<double> adjusted(p.size());
  double least = 0;
  std::size_t tests = p.size();
  for (const auto i : smallest_p_first(p)) {
    least = std::max(least, std::min(1.0, p[i] * static_cast<double>(tests--)));
    adjusted[i] = least;
  }
  return adjusted;
}

// The largest as it is; the next by how many are as small, but never above it.
std::vector<double> benjamini_hochberg(std::span<const double> p) {
  std::vector<double> adjusted(p.size());
  const auto order = smallest_p_first(p);
  double most = 1;
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    const auto i = order[rank - 1];
    most = std::min(most, p[i] * static_cast<double>(p.size()) / static_cast<double>(rank));
    adjusted[i] = most;
  }
  return adjusted;
}

}  // namespace cairn
