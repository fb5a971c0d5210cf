#include <algorithm>
#include <cmath>
#include <utility>

#include "runtime/patterns/chance_sums.h"
#include "runtime/patterns/pattern_search.h"
#include "runtime/stats/ranks.h"

namespace cairn {
namespace {

constexpr std::size_t most_bins = 8;
constexpr std::size_t least_in_a_bin = 5;
constexpr std::size_t least_for_a_trend = 12;  // Items, or groups: fewer are no rows.

// The items that have the number and that the target applies to.
struct TrendPoints {
  std::vector<double> number, failing;
  std::vector<std::uint32_t> unit;
  std::vector<double> number_ranks, failing_ranks;
};

TrendPoints points_of(const FailureTable& table, const FailureTarget& target,
                      const ItemNumber& number, const std::vector<double>& ranks_of_target) {
  TrendPoints points;
  for (std::size_t i = 0; i < table.items.size(); ++i)
    if (number.values[i] && target.failing[i]) {
      points.number.push_back(*number.values[i]);
      points.failing.push_back(*target.failing[i]);
      points.unit.push_back(table.unit[i]);
    }
  const bool all = points.number.size() == table.items.size();
  points.number_ranks = all ? number.ranks : mean_ranks(points.number);
  points.failing_ranks = all ? ranks_of_target : mean_ranks(points.failing);
  return points;
}

double sum_of_squares(std::span<const double> ranks, double mean) {
  double made = 0;
  for (const double rank : ranks) made += (rank - mean) * (rank - mean);
  return made;
}

// What each group adds to the sum of products of which the correlation is made.
double chance_of_groups(const FailureTable& table, const TrendPoints& points) {
  const auto size = static_cast<double>(points.number.size());
  const double mean = (size + 1) / 2;
  std::vector<double> parts(table.units);
  for (std::size_t i = 0; i < points.number.size(); ++i)
    parts[points.unit[i]] += (points.number_ranks[i] - mean) * (points.failing_ranks[i] - mean);
  return flipped_sum_p(parts, sum_of_squares(points.number_ranks, mean) *
                                  sum_of_squares(points.failing_ranks, mean) / (size - 1));
}

// Equal numbers stay in one bin, so that bins may differ in size.
std::vector<FailureTrend::Bin> bins_of(const TrendPoints& points) {
  std::vector<std::pair<double, double>> sorted;
  for (std::size_t i = 0; i < points.number.size(); ++i)
    sorted.emplace_back(points.number[i], points.failing[i]);
  std::ranges::sort(sorted);
  const auto wanted = std::clamp<std::size_t>(sorted.size() / least_in_a_bin, 1, most_bins);
  std::vector<FailureTrend::Bin> bins;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const bool due = i >= bins.size() * sorted.size() / wanted;
    if (bins.empty() || (due && sorted[i].first != bins.back().high))
      bins.push_back({sorted[i].first, sorted[i].first});
    auto& bin = bins.back();
    bin.high = sorted[i].first;
    ++bin.items;
    bin.failing += (sorted[i].second - bin.failing) / static_cast<double>(bin.items);
  }
  return bins;
}

}  // namespace

std::vector<FailureTrend> compare_numbers(const FailureTable& table,
                                          std::span<const ItemNumber> numbers) {
  std::vector<FailureTrend> made;
  if (table.units < least_for_a_trend) return made;
  for (const auto& target : table.targets) {
    std::vector<double> failing;
    for (const auto& value : target.failing)
      if (value) failing.push_back(*value);
    const auto ranks = mean_ranks(failing);
    for (const auto& number : numbers) {
      const auto points = points_of(table, target, number, ranks);
      if (points.number.size() < least_for_a_trend) continue;
      const auto correlation = pearson(points.number_ranks, points.failing_ranks);
      if (!correlation || !correlation->p) continue;
      FailureTrend trend{target.check, number.field, correlation->value};
      trend.p = table.each_alone() ? *correlation->p : chance_of_groups(table, points);
      if (trend.p < pattern_level) trend.bins = bins_of(points);
      made.push_back(std::move(trend));
    }
  }
  return made;
}

}  // namespace cairn
