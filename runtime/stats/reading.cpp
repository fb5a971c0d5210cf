#include "runtime/stats/reading.h"

#include <algorithm>
#include <cmath>

#include "runtime/stats/interval.h"
#include "runtime/stats/passing.h"

namespace cairn {

std::optional<Interval> range_of(const InWorlds<std::optional<double>>& value) {
  const auto &low = value[World::low], &high = value[World::high];
  if (!low || !high) return std::nullopt;
  return Interval{std::min(*low, *high), std::max(*low, *high)};
}

Reading read_means(const WorldMoments& moments, std::string why_none) {
  Reading made;
  for (const auto world : worlds) {
    const auto all = moments.in(world);
    if (all.items() == 0) continue;
    const auto estimate = all.estimate();
    made.value[world] = estimate.mean;
    made.interval[world] = interval_of(estimate);
  }
  made.why_none = std::move(why_none);
  return made;
}

// Points can be below 0, the headline is not (language.md section 4, "Elements").
Reading read_score(const WorldMoments& score) {
  Reading made = read_means(score, "nothing was scored");
  const auto clip = [](double value) { return std::clamp(value, 0.0, 1.0); };
  for (const auto world : worlds) {
    if (auto& value = made.value[world]) value = clip(*value);
    if (auto& interval = made.interval[world])
      interval = Interval{clip(interval->low), clip(interval->high)};
  }
  return made;
}

Reading read_margin(const Population& population) {
  const auto score = read_score(population.score);
  Reading made;
  for (const auto world : worlds)
    if (const auto& interval = score.interval[world])
      made.value[world] = (interval->high - interval->low) / 2;
  made.why_none = "it needs two items, or two groups, with a score";
  made.why_no_interval = "`margin` is half an interval and has none itself";
  return made;
}

Reading read_rerun_band(const Population& population) {
  constexpr double two_runs = normal_quantile * 1.4142135623730951;
  Reading made;
  made.why_none = "it needs an item with two samples that were scored";
  for (const auto world : worlds) {
    const auto& noise = population.noise[world];
    const auto estimate = noise.noise.estimate();
    if (estimate.items == 0) continue;
    const auto several = static_cast<double>(estimate.items);
    const auto items = several + static_cast<double>(noise.single);
    // An item with one sample moves as much as the others' samples do.
    const double single = static_cast<double>(noise.single) * noise.variance.value() / several;
    const auto band = [&](double mean) {
      return two_runs * std::sqrt(std::max(0.0, mean * several + single)) / items;
    };
    made.value[world] = band(estimate.mean);
    if (const auto around = t_interval(estimate))
      made.interval[world] = Interval{band(around->low), band(around->high)};
  }
  return made;
}

std::optional<double> by_chance(const WorldMoments& passing) {
  const auto seen = passing.in(World::seen);
  if (seen.items() == 0) return std::nullopt;
  return two_agree_by_chance(seen.estimate().mean);
}

}  // namespace cairn
