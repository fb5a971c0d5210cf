#include <algorithm>
#include <utility>

#include "runtime/patterns/failing_part.h"
#include "runtime/patterns/pattern_search.h"

namespace cairn {
namespace {

constexpr std::size_t most_worst_items = 5;
constexpr std::size_t least_on_a_side = 3;

// The items that fail most of those inside, or of those outside.
std::vector<std::string> worst_of(const FailureTable& table, const FailureTarget& target,
                                  const ItemSplit& split, bool inside) {
  std::vector<ItemIndex> failing;
  auto next = split.items.begin();
  for (ItemIndex i = 0; i < table.items.size(); ++i) {
    const bool here = next != split.items.end() && *next == i;
    if (here) ++next;
    if (here == inside && target.failing[i].value_or(0) > 0) failing.push_back(i);
  }
  std::ranges::stable_sort(failing, std::greater{},
                           [&](ItemIndex i) { return *target.failing[i]; });
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < failing.size() && i < most_worst_items; ++i)
    ids.push_back(table.items[failing[i]]->scored.id);
  return ids;
}

// Of the named items of the two sides; if both are named, of those that fail more.
GatheredFailures compared_split(const FailureTable& table, const FailureTarget& target,
                                const ItemSplit& split, FailingPart part) {
  const auto all = failing_in_all(target);
  FailingPart others{all.items - part.items, all.failing - part.failing};
  const bool inside = split.name && (!split.name_of_others || part.share() >= others.share());
  if (!inside) std::swap(part, others);
  const auto& name = inside ? *split.name : *split.name_of_others;
  GatheredFailures made{target.check, name.field, name.value, part.items, others.items};
  made.failing = part.share();
  made.others_failing = others.share();
  made.lift = part.share() > others.share() ? part.share() / all.share() : 1;
  made.p = chance_of_part(table, target, split.items);
  if (made.lift > 1 && made.p < pattern_level) made.worst = worst_of(table, target, split, inside);
  return made;
}

}  // namespace

std::vector<GatheredFailures> compare_splits(const FailureTable& table,
                                             std::span<const ItemSplit> splits) {
  std::vector<GatheredFailures> made;
  for (const auto& target : table.targets) {
    const auto applies = failing_in_all(target).items;
    for (const auto& split : splits) {
      const auto part = failing_in(target, split.items);
      if (part.items < least_on_a_side || applies - part.items < least_on_a_side) continue;
      made.push_back(compared_split(table, target, split, part));
    }
  }
  return made;
}

}  // namespace cairn
