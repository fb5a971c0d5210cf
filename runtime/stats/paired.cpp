#include "runtime/stats/paired.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "runtime/stats/interval.h"
#include "runtime/stats/ranks.h"
#include "runtime/stats/two_sided.h"
#include "runtime/stats/whole_units.h"

namespace cairn {
namespace {

Estimate estimate_of(std::span<const Pair> pairs, double (*value)(const Pair&)) {
  std::vector<MeasuredValue> values;
  values.reserve(pairs.size());
  for (const auto& pair : pairs) values.push_back({value(pair), pair.group});
  return scaled_estimate(values);
}

// Chi-squared of one degree, as the square of a standard normal.
double one_degree_p(double chi2) { return normal_p(std::sqrt(chi2)); }

// Of Wilcoxon's signed sum, if each sign were drawn.
double wilcoxon_variance(const std::vector<double>& sizes) {
  const auto n = static_cast<double>(sizes.size());
  auto sorted = sizes;
  std::ranges::sort(sorted);
  double ties = 0;
  for (const double t : tie_sizes(sorted)) ties += t * t * t - t;
  return n * (n + 1) * (2 * n + 1) / 6 - ties / 12;
}

}  // namespace

PairedDifference paired_difference(std::span<const Pair> pairs) {
  const auto before = estimate_of(pairs, [](const Pair& pair) { return pair.before; });
  const auto after = estimate_of(pairs, [](const Pair& pair) { return pair.after; });
  const auto apart = estimate_of(pairs, [](const Pair& pair) { return pair.after - pair.before; });
  return {.items = apart.items,
          .groups = apart.groups,
          .before = before.mean,
          .after = after.mean,
          .difference = apart.mean,
          .error = apart.error,
          .interval = t_interval(apart),
          .p = sign_flip_p(pairs)};
}

McNemar mcnemar(std::size_t only_before, std::size_t only_after) {
  const auto all = only_before + only_after;
  if (all == 0) return {};
  const auto apart = std::abs(static_cast<double>(only_before) - static_cast<double>(only_after));
  McNemar made;
  made.exact_p = coins_p(only_before, all);
  made.mid_p = coins_mid_p(only_before, all);
  made.chi2 = apart * apart / static_cast<double>(all);
  made.chi2_p = one_degree_p(made.chi2);
  made.corrected = std::pow(std::max(0.0, apart - 1), 2) / static_cast<double>(all);
  made.corrected_p = one_degree_p(made.corrected);
  return made;
}

std::optional<double> paired_t_p(std::span<const Pair> pairs) {
  std::vector<Pair> alone_each(pairs.begin(), pairs.end());
  for (auto& pair : alone_each) pair.group = alone;
  const auto apart =
      estimate_of(alone_each, [](const Pair& pair) { return pair.after - pair.before; });
  if (apart.error == 0) return std::nullopt;
  return t_p(apart.mean / apart.error, apart.items - 1);
}

std::optional<Wilcoxon> wilcoxon(std::span<const Pair> pairs) {
  const WholeUnits units(pairs);
  std::vector<double> sizes;
  std::vector<bool> better;
  for (const auto& pair : pairs) {
    const auto apart = units.of(static_cast<long double>(pair.after) - pair.before);
    if (apart == 0) continue;
    sizes.push_back(static_cast<double>(std::abs(apart)));
    better.push_back(apart > 0);
  }
  if (sizes.empty()) return std::nullopt;
  double up = 0, down = 0;
  const auto ranks = mean_ranks(sizes);
  for (std::size_t i = 0; i < ranks.size(); ++i) (better[i] ? up : down) += ranks[i];
  return Wilcoxon{.smaller_sum = std::min(up, down),
                  .signed_sum = up - down,
                  .p = normal_p((up - down) / std::sqrt(wilcoxon_variance(sizes))),
                  .nonzero = sizes.size()};
}

}  // namespace cairn
