#include "runtime/stats/ranks.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "runtime/stats/two_sided.h"

namespace cairn {
namespace {

bool numbers_vary(std::span<const double> values) {
  return std::ranges::any_of(values, [&](double value) { return value != values.front(); });
}

long double row_mean(std::span<const double> values) {
  long double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<long double>(values.size());
}

// r/√(1-r²) · √(n-2) is Student's t of n-2 degrees.
std::optional<double> correlation_p(double r, std::size_t size) {
  if (size < 3) return std::nullopt;
  return t_p(r * std::sqrt(static_cast<double>(size - 2) / ((1 - r) * (1 + r))), size - 2);
}

// --- Kendall ---------------------------------------------------------------------

using KendallPoints = std::vector<std::pair<double, double>>;

// How many of the points from `first` to `last` stand before one with a smaller y;
// afterwards they are in the order of y (merge sort, as Knight 1966 does it).
long double inversions(KendallPoints::iterator first, KendallPoints::iterator last,
                       KendallPoints& room) {
  const auto size = last - first;
  if (size < 2) return 0;
  const auto middle = first + size / 2;
  long double found = inversions(first, middle, room) + inversions(middle, last, room);
  room.clear();
  auto left = first, right = middle;
  while (left != middle || right != last) {
    if (right == last || (left != middle && left->second <= right->second)) {
      room.push_back(*left++);
    } else {
      found += static_cast<long double>(middle - left);
      room.push_back(*right++);
    }
  }
  std::ranges::copy(room, first);
  return found;
}

// Pairs that are equal, and what the variance of Kendall's sum needs of ties.
struct TieCounts {
  long double pairs = 0;    // t(t-1)/2
  long double triples = 0;  // t(t-1)(t-2)
  long double spread = 0;   // t(t-1)(2t+5)
};

TieCounts ties_of(std::span<const double> sorted) {
  TieCounts ties;
  for (const long double t : tie_sizes(sorted)) {
    ties.pairs += t * (t - 1) / 2;
    ties.triples += t * (t - 1) * (t - 2);
    ties.spread += t * (t - 1) * (2 * t + 5);
  }
  return ties;
}

TieCounts ties_of(const KendallPoints& points, double std::pair<double, double>::*part) {
  std::vector<double> values;
  for (const auto& point : points) values.push_back(point.*part);
  std::ranges::sort(values);
  return ties_of(values);
}

// Pairs of points that are equal in both. REQUIRES: `sorted` is.
long double equal_pairs(const KendallPoints& sorted) {
  long double found = 0, alike = 0;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    alike = sorted[i] == sorted[i - 1] ? alike + 1 : 0;
    found += alike;
  }
  return found;
}

// Of the concordant pairs less the discordant ones, if x and y had nothing to do with
// each other (Kendall 1970, section 4.4).
long double kendall_variance(long double size, const TieCounts& x, const TieCounts& y) {
  const long double ordered = size * (size - 1);
  return (ordered * (2 * size + 5) - x.spread - y.spread) / 18 + 2 * x.pairs * y.pairs / ordered +
         x.triples * y.triples / (9 * ordered * (size - 2));
}

}  // namespace

std::vector<double> tie_sizes(std::span<const double> sorted) {
  std::vector<double> sizes;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i == 0 || sorted[i] != sorted[i - 1]) sizes.push_back(0);
    ++sizes.back();
  }
  return sizes;
}

std::vector<double> mean_ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0, next = 0; first < order.size(); first = next) {
    while (next < order.size() && values[order[next]] == values[order[first]]) ++next;
    for (std::size_t i = first; i < next; ++i)
      ranks[order[i]] = static_cast<double>(first + 1 + next) / 2;
  }
  return ranks;
}

std::optional<Correlation> pearson(std::span<const double> x, std::span<const double> y) {
  if (x.size() < 2 || !numbers_vary(x) || !numbers_vary(y)) return std::nullopt;
  const auto mean_x = row_mean(x), mean_y = row_mean(y);
  long double squares_x = 0, squares_y = 0, products = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    squares_x += (x[i] - mean_x) * (x[i] - mean_x);
    squares_y += (y[i] - mean_y) * (y[i] - mean_y);
    products += (x[i] - mean_x) * (y[i] - mean_y);
  }
  const auto r = static_cast<double>(products / std::sqrt(squares_x) / std::sqrt(squares_y));
  const double value = std::clamp(r, -1.0, 1.0);
  return Correlation{value, correlation_p(value, x.size())};
}

std::optional<Correlation> spearman(std::span<const double> x, std::span<const double> y) {
  return pearson(mean_ranks(x), mean_ranks(y));
}

std::optional<Correlation> kendall(std::span<const double> x, std::span<const double> y) {
  if (x.size() < 2 || !numbers_vary(x) || !numbers_vary(y)) return std::nullopt;
  KendallPoints points;
  for (std::size_t i = 0; i < x.size(); ++i) points.emplace_back(x[i], y[i]);
  std::ranges::sort(points);
  const auto ties_x = ties_of(points, &KendallPoints::value_type::first);
  const auto ties_y = ties_of(points, &KendallPoints::value_type::second);
  const auto in_both = equal_pairs(points);
  KendallPoints room;
  const auto discordant = inversions(points.begin(), points.end(), room);
  const auto size = static_cast<long double>(x.size());
  const long double pairs = size * (size - 1) / 2;
  const long double apart = pairs - ties_x.pairs - ties_y.pairs + in_both - 2 * discordant;
  const auto tau = static_cast<double>(apart / std::sqrt(pairs - ties_x.pairs) /
                                       std::sqrt(pairs - ties_y.pairs));
  Correlation made{std::clamp(tau, -1.0, 1.0), std::nullopt};
  if (x.size() >= 3) {
    const auto variance = kendall_variance(size, ties_x, ties_y);
    made.p = normal_p(static_cast<double>(apart / std::sqrt(variance)));
  }
  return made;
}

}  // namespace cairn
