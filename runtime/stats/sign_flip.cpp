// How likely a sum is when each group's sign is drawn: sign_flip_p() of paired.h.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "runtime/stats/paired.h"
#include "runtime/stats/random.h"
#include "runtime/stats/two_sided.h"
#include "runtime/stats/whole_units.h"

namespace cairn {
namespace {

constexpr std::size_t sign_draws = 10'000;  // Of which a random number serves eight.
constexpr std::size_t most_enumerated = 13;

// Nothing unless every difference is -1, 0 or 1, and no group is named.
std::optional<double> closed_form(std::span<const Pair> pairs) {
  std::size_t up = 0, down = 0;
  for (const auto& pair : pairs) {
    const double apart = pair.after - pair.before;
    if (pair.group != alone || (apart != 0 && std::abs(apart) != 1)) return std::nullopt;
    if (apart > 0) ++up;
    if (apart < 0) ++down;
  }
  return coins_p(up, up + down);
}

// What groups are away from 0, the smallest first, none of them 0; and what all of
// them together are.
struct Flippable {
  std::vector<std::int64_t> sizes;
  std::int64_t seen = 0;

  void add(std::int64_t sum) {
    if (sum != 0) sizes.push_back(std::abs(sum));
    seen += sum;
  }
  // Each size is rounded to its unit.
  bool as_far(std::int64_t sum) const {
    return std::abs(sum) + static_cast<std::int64_t>(sizes.size()) >= std::abs(seen);
  }
};

Flippable flippable(std::span<const Pair> pairs) {
  const WholeUnits units(pairs);
  std::unordered_map<Group, long double> groups;
  Flippable made;
  for (const auto& pair : pairs) {
    const long double apart = static_cast<long double>(pair.after) - pair.before;
    if (pair.group == alone)
      made.add(units.of(apart));
    else
      groups[pair.group] += apart;
  }
  for (const auto& [group, sum] : groups) made.add(units.of(sum));
  std::ranges::sort(made.sizes);
  return made;
}

double by_all_flips(const Flippable& groups) {
  const std::size_t flips = std::size_t{1} << groups.sizes.size();
  std::size_t as_far = 0;
  for (std::size_t signs = 0; signs < flips; ++signs) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < groups.sizes.size(); ++i)
      sum += (signs >> i & 1) == 1 ? groups.sizes[i] : -groups.sizes[i];
    if (groups.as_far(sum)) ++as_far;
  }
  return static_cast<double>(as_far) / static_cast<double>(flips);
}

// Of up to eight sizes the sum under each of the 256 ways to give them signs.
std::array<std::int64_t, 256> signed_sums(std::span<const std::int64_t> sizes) {
  std::array<std::int64_t, 256> sums{};
  for (const auto size : sizes) sums[0] -= size;
  for (std::size_t i = 0; i < 8; ++i)
    for (std::size_t rest = 0; rest < std::size_t{1} << i; ++rest)
      sums[rest | std::size_t{1} << i] = sums[rest] + (i < sizes.size() ? 2 * sizes[i] : 0);
  return sums;
}

// All draws side by side, eight groups at a time.
double by_draws(const Flippable& groups) {
  Random random;
  std::vector<std::int64_t> sums(sign_draws);
  std::span<const std::int64_t> rest(groups.sizes);
  while (!rest.empty()) {
    const auto eight = rest.first(std::min<std::size_t>(8, rest.size()));
    rest = rest.subspan(eight.size());
    const auto ways = signed_sums(eight);
    for (std::size_t draw = 0; draw < sign_draws; draw += 8) {
      const auto bits = random.bits();
      for (std::size_t i = 0; i < 8; ++i) sums[draw + i] += ways[bits >> 8 * i & 255];
    }
  }
  const auto as_far =
      std::ranges::count_if(sums, [&](std::int64_t sum) { return groups.as_far(sum); });
  return static_cast<double>(1 + as_far) / static_cast<double>(1 + sign_draws);
}

}  // namespace

double sign_flip_p(std::span<const Pair> pairs) {
  if (const auto p = closed_form(pairs)) return *p;
  const auto groups = flippable(pairs);
  return groups.sizes.size() <= most_enumerated ? by_all_flips(groups) : by_draws(groups);
}

}  // namespace cairn
