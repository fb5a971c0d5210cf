#include "runtime/compare/crossed.h"

#include <algorithm>
#include <map>

#include "runtime/stats/multiple.h"
#include "runtime/stats/shares.h"

namespace cairn {
namespace {

constexpr double half = 0.5;
constexpr std::size_t least_crossed = 3;  // Two items of a kind are no pattern.

enum class Direction { none, up, down };

Direction direction_of(const Pair& pair) {
  if (pair.before < half && pair.after > half) return Direction::up;
  if (pair.before > half && pair.after < half) return Direction::down;
  return Direction::none;
}

std::string slice_name(const program::Slice& slice) { return slice.heading.name; }

// In one value of one slice.
struct Counts {
  CrossedIn found;
  double p = 1;
};

std::vector<Counts> counts_by_value(const Plan& plan, std::span<const PairedValue> values,
                                    Direction direction) {
  std::vector<Counts> all;
  for (std::size_t i = 0; i < plan.slices.size(); ++i) {
    std::map<std::string, CrossedIn> by_value;
    for (const auto& one : values) {
      const auto& slices = one.item->after->scored.slices;
      if (i >= slices.size() || !slices[i]) continue;
      auto& counts = by_value[*slices[i]];
      ++counts.items;
      if (direction_of(one.values) == direction) ++counts.crossed;
    }
    for (auto& [value, counts] : by_value) {
      counts.slice = slice_name(plan.slices[i]);
      counts.value = value;
      all.push_back({std::move(counts)});
    }
  }
  return all;
}

std::optional<CrossedIn> gathered(const Plan& plan, std::span<const PairedValue> values,
                                  Direction direction, std::size_t crossed) {
  // Items of a group may have crossed together, which a count of items would take for
  // as many signs of the same.
  const bool grouped = !values.empty() && values.front().values.group != alone;
  if (crossed < least_crossed || grouped) return std::nullopt;
  auto all = counts_by_value(plan, values, direction);
  // What holds of every item, or of none that crossed, says nothing.
  std::erase_if(all, [&](const Counts& one) {
    return one.found.items == values.size() || one.found.crossed < least_crossed;
  });
  std::vector<double> p;
  for (auto& one : all) {
    const Counted inside{one.found.crossed, one.found.items};
    const Counted outside{crossed - one.found.crossed, values.size() - one.found.items};
    const bool more_often = inside.hits * outside.of > outside.hits * inside.of;
    p.push_back(more_often ? fisher_p(inside, outside) : 1);
  }
  const auto adjusted = bonferroni(p);
  const auto least = std::ranges::min_element(adjusted);
  if (least == adjusted.end() || *least >= 0.05) return std::nullopt;
  return all[static_cast<std::size_t>(least - adjusted.begin())].found;
}

}  // namespace

std::vector<Pair> pairs_of(std::span<const PairedValue> values) {
  std::vector<Pair> pairs;
  pairs.reserve(values.size());
  for (const auto& one : values) pairs.push_back(one.values);
  return pairs;
}

Crossings crossings_of(const Plan& plan, std::span<const PairedValue> values) {
  Crossings made;
  for (const auto& one : values) {
    const auto direction = direction_of(one.values);
    if (direction == Direction::none) continue;
    (direction == Direction::up ? made.fixed : made.broke)
        .push_back({one.item->after->scored.id, one.values.before, one.values.after});
  }
  made.fixed_in = gathered(plan, values, Direction::up, made.fixed.size());
  made.broke_in = gathered(plan, values, Direction::down, made.broke.size());
  return made;
}

}  // namespace cairn
