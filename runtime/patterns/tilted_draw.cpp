#include "runtime/patterns/tilted_draw.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace cairn {
namespace {

constexpr int most_steps = 100;  // Of Newton's method; some 8 are needed.
constexpr std::size_t most_levels = 500;

std::vector<ValueLevel> merged_values(std::span<const double> sorted, double nearness) {
  std::vector<ValueLevel> levels;
  double first = 0;
  for (const double value : sorted) {
    if (levels.empty() || value > first + nearness) {
      levels.push_back({});
      first = value;
    }
    auto& level = levels.back();
    level.value += (value - level.value) / ++level.count;
  }
  return levels;
}

// As if each value were drawn or not on its own, with odds that rise with it by
// e^(slope·value + shift).
class TiltedDraw {
 public:
  explicit TiltedDraw(const DrawnSum& draw) : draw_(draw), share_(draw.drawn / draw.all) {}

  std::optional<TailNumbers> solve(double step) {
    At here = at(0, 0);
    for (int i = 0; i < most_steps && !settled(here); ++i) here = stepped(here);
    const double spread = here.det() / (draw_.drawn * (1 - share_));
    if (!settled(here) || here.value >= 0 || spread <= 0) return std::nullopt;
    const double slope = step > 0 ? 2 / step * std::sinh(step * here.slope / 2) : here.slope;
    return TailNumbers{std::sqrt(-2 * here.value), slope * std::sqrt(spread)};
  }

 private:
  // The function whose least value is looked for, with its derivatives.
  struct At {
    double slope = 0, shift = 0, value = 0, by_slope = 0, by_shift = 0;
    double slope_slope = 0, slope_shift = 0, shift_shift = 0;
    double det() const { return slope_slope * shift_shift - slope_shift * slope_shift; }
  };

  At at(double slope, double shift) const {
    At made{slope, shift, -slope * draw_.sum - shift * draw_.drawn, -draw_.sum, -draw_.drawn};
    for (const auto& level : draw_.levels) {
      const double tilt = slope * level.value + shift;
      const double drawn = share_ / (share_ + (1 - share_) * std::exp(-tilt));
      const double spread = level.count * drawn * (1 - drawn);
      // log(1 - share + share·e^tilt), without overflow.
      made.value +=
          level.count * (tilt > 0 ? tilt + std::log(share_ + (1 - share_) * std::exp(-tilt))
                                  : std::log(1 - share_ + share_ * std::exp(tilt)));
      made.by_slope += level.count * drawn * level.value;
      made.by_shift += level.count * drawn;
      made.slope_slope += spread * level.value * level.value;
      made.slope_shift += spread * level.value;
      made.shift_shift += spread;
    }
    return made;
  }

  bool settled(const At& here) const {
    return std::abs(here.by_shift) < 1e-7 * (1 + draw_.drawn) &&
           std::abs(here.by_slope) < 1e-7 * (1 + draw_.sum);
  }

  // Newton's step, halved until it leads down: the function is convex.
  At stepped(const At& here) const {
    const double det = here.det();
    const double slope_by =
        (here.by_slope * here.shift_shift - here.by_shift * here.slope_shift) / det;
    const double shift_by =
        (here.by_shift * here.slope_slope - here.by_slope * here.slope_shift) / det;
    for (double part = 1; part > 1e-9; part /= 2) {
      const At next = at(here.slope - part * slope_by, here.shift - part * shift_by);
      if (next.value <= here.value) return next;
    }
    return here;
  }

  const DrawnSum& draw_;
  double share_;
};

}  // namespace

std::vector<ValueLevel> levels_of(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  const double range = sorted.back() - sorted.front();
  auto levels = merged_values(sorted, range * 1e-9);
  if (levels.size() > most_levels) levels = merged_values(sorted, range / most_levels);
  return levels;
}

double step_of(const std::vector<ValueLevel>& levels) {
  constexpr double finest = 27720;
  std::int64_t step = 0;
  for (const auto& level : levels) {
    const double away = (level.value - levels.front().value) * finest;
    if (std::abs(away - std::round(away)) > 1e-3 || away > 1e12) return 0;
    step = std::gcd(step, static_cast<std::int64_t>(std::round(away)));
  }
  return static_cast<double>(step) / finest;
}

std::optional<TailNumbers> tail_of(const DrawnSum& draw, double step) {
  return TiltedDraw(draw).solve(step);
}

}  // namespace cairn
