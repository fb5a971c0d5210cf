#include "runtime/patterns/chance_sums.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "runtime/patterns/tilted_draw.h"
#include "runtime/stats/two_sided.h"

namespace cairn {
namespace {

constexpr double clearly_chance = 0.1;  // Above it the normal approximation will do.

// Lugannani and Rice (1980), twice. Near the middle it is 0/0, but nobody is led there.
double twice_the_tail(const TailNumbers& tail) {
  const double density = std::exp(-tail.w * tail.w / 2) / std::sqrt(2 * std::numbers::pi);
  return std::clamp(normal_p(tail.w) + 2 * density * (1 / tail.u - 1 / tail.w), 0.0, 1.0);
}

// Ways to draw `drawn` of `all`, as a logarithm.
double log_ways(double all, double drawn) {
  return std::lgamma(all + 1) - std::lgamma(drawn + 1) - std::lgamma(all - drawn + 1);
}

// The largest sum that can be drawn, and how many ways lead to it.
struct LargestSum {
  double sum = 0, log_of_ways = 0;
};
LargestSum largest_sum(const std::vector<ValueLevel>& levels, double drawn) {
  LargestSum made;
  for (auto level = levels.rbegin(); level != levels.rend() && drawn > 0; ++level) {
    const double taken = std::min(drawn, level->count);
    made.sum += taken * level->value;
    made.log_of_ways = log_ways(level->count, taken);
    drawn -= taken;
  }
  return made;
}

// `away`: by how much the sum is off; `spread`: of one value.
double drawn_tails(std::span<const double> values, double mean, double spread, DrawnSum draw,
                   double normal) {
  const double unit = draw.sum > 0 ? spread : -spread;
  std::vector<double> turned;
  for (const double value : values) turned.push_back(unit > 0 ? value : -value);
  draw.levels = levels_of(turned);
  const double step = step_of(draw.levels) / spread;
  for (auto& level : draw.levels) level.value = (level.value - (unit > 0 ? mean : -mean)) / spread;
  draw.sum /= unit;
  const auto largest = largest_sum(draw.levels, draw.drawn);
  if (draw.sum >= largest.sum - 1e-7 * (1 + largest.sum))
    return std::min(1.0, 2 * std::exp(largest.log_of_ways - log_ways(draw.all, draw.drawn)));
  draw.sum -= step / 2;
  const auto tail = tail_of(draw, step);
  return tail ? twice_the_tail(*tail) : normal;
}

// log(cosh(x)) without overflow.
double log_cosh(double x) {
  return std::abs(x) + std::log1p(std::exp(-2 * std::abs(x))) - std::numbers::ln2;
}

// Of coins that fall each part's way with odds of e^(2·slope·part).
struct TiltedFlips {
  double mean = 0, variance = 0;  // Of their sum.
};
TiltedFlips tilted_flips(std::span<const double> parts, double slope) {
  TiltedFlips made;
  for (const double part : parts) {
    const double lean = std::tanh(slope * part);
    made.mean += part * lean;
    made.variance += part * part * (1 - lean * lean);
  }
  return made;
}

// At which the mean is the sum. Newton's steps from 0 never go too far: the mean rises
// ever more slowly.
double slope_for(std::span<const double> parts, double sum) {
  double slope = 0;
  for (int i = 0; i < 100; ++i) {
    const auto flips = tilted_flips(parts, slope);
    if (sum - flips.mean < 1e-9 * sum || flips.variance <= 0) break;
    slope += (sum - flips.mean) / flips.variance;
  }
  return slope;
}

// REQUIRES: no part is 0; 0 < sum < the sum of all sizes. Sums move in steps of no more
// than twice the smallest part.
double flipped_tails(std::span<const double> parts, double sum) {
  double half_step = std::abs(parts.front());
  for (const double part : parts) half_step = std::min(half_step, std::abs(part));
  sum -= half_step;
  const double slope = slope_for(parts, sum);
  double value = slope * sum;
  for (const double part : parts) value -= log_cosh(slope * part);
  const double curve = tilted_flips(parts, slope).variance;
  return twice_the_tail(
      {std::sqrt(2 * value), std::sinh(slope * half_step) / half_step * std::sqrt(curve)});
}

}  // namespace

double drawn_sum_p(std::span<const double> values, std::size_t drawn, double sum) {
  const auto all = static_cast<double>(values.size());
  const auto taken = static_cast<double>(drawn);
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / all;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double away = sum - taken * mean;
  const double variance = taken * (all - taken) / (all * (all - 1)) * squares;
  if (variance <= 0) return 1;
  const double normal = normal_p(away / std::sqrt(variance));
  if (normal > clearly_chance) return normal;
  return drawn_tails(values, mean, std::sqrt(squares / all), {{}, taken, all, away}, normal);
}

double flipped_sum_p(std::span<const double> parts, double variance) {
  double sum = 0, squares = 0, sizes = 0;
  std::vector<double> moving;
  for (const double part : parts) {
    if (part == 0) continue;
    moving.push_back(part);
    sum += part;
    squares += part * part;
    sizes += std::abs(part);
  }
  if (moving.empty() || sum == 0) return 1;
  const double seen = std::abs(sum) * std::sqrt(std::min(1.0, squares / variance));
  const double spread = std::sqrt(squares);
  const double normal = normal_p(seen / spread);
  if (normal > clearly_chance) return normal;
  if (seen >= sizes * (1 - 1e-9))
    return std::min(1.0, 2 * std::exp2(-static_cast<double>(moving.size())));
  for (double& part : moving) part /= spread;
  return flipped_tails(moving, seen / spread);
}

}  // namespace cairn
