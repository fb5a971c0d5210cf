#include "runtime/patterns/failing_part.h"

#include <algorithm>
#include <vector>

#include "runtime/patterns/chance_sums.h"
#include "runtime/stats/shares.h"

namespace cairn {
namespace {

double chance_of_items(const FailureTarget& target, const FailingPart& part,
                       const FailingPart& all) {
  if (target.all_or_none) {
    const auto hits = static_cast<std::size_t>(part.failing);
    const auto all_hits = static_cast<std::size_t>(all.failing);
    return fisher_p({hits, part.items}, {all_hits - hits, all.items - part.items});
  }
  std::vector<double> values;
  for (const auto& value : target.failing)
    if (value) values.push_back(*value);
  return drawn_sum_p(values, part.items, part.failing);
}

// How far a group's items fail more than the mean, all told, and how many of them are
// inside.
struct GroupOfPart {
  double away = 0;
  std::size_t items = 0, inside = 0;
  bool mixed() const { return inside > 0 && inside < items; }
};

std::vector<GroupOfPart> groups_of_part(const FailureTable& table, const FailureTarget& target,
                                        double mean, std::span<const ItemIndex> inside) {
  std::vector<GroupOfPart> groups(table.units);
  for (std::size_t i = 0; i < table.items.size(); ++i)
    if (const auto& value = target.failing[i]) {
      groups[table.unit[i]].away += *value - mean;
      ++groups[table.unit[i]].items;
    }
  for (const auto i : inside)
    if (target.failing[i]) ++groups[table.unit[i]].inside;
  std::erase_if(groups, [](const GroupOfPart& group) { return group.items == 0; });
  return groups;
}

double chance_of_whole_groups(std::span<const GroupOfPart> groups) {
  std::vector<double> away;
  std::size_t drawn = 0;
  double sum = 0;
  for (const auto& group : groups) {
    away.push_back(group.away);
    if (group.inside == 0) continue;
    ++drawn;
    sum += group.away;
  }
  return drawn_sum_p(away, drawn, sum);
}

// Of each group the part that its items have in the difference. If items were alone, the
// sum would vary as it does for items that are drawn one by one.
double chance_within_groups(const FailureTable& table, const FailureTarget& target,
                            const FailingPart& all, std::span<const ItemIndex> inside) {
  std::vector<double> parts(table.units);
  double drawn = 0, squares = 0;
  for (const auto i : inside)
    if (const auto& value = target.failing[i]) {
      parts[table.unit[i]] += *value - all.share();
      ++drawn;
    }
  const auto items = static_cast<double>(all.items);
  for (std::size_t i = 0; i < table.items.size(); ++i)
    if (const auto& value = target.failing[i]) {
      const double away = *value - all.share();
      parts[table.unit[i]] -= drawn / items * away;
      squares += away * away;
    }
  return flipped_sum_p(parts, drawn * (items - drawn) / (items * (items - 1)) * squares);
}

}  // namespace

FailingPart failing_in_all(const FailureTarget& target) {
  FailingPart made;
  for (const auto& value : target.failing) {
    if (!value) continue;
    ++made.items;
    made.failing += *value;
  }
  return made;
}

FailingPart failing_in(const FailureTarget& target, std::span<const ItemIndex> items) {
  FailingPart made;
  for (const auto i : items)
    if (const auto& value = target.failing[i]) {
      ++made.items;
      made.failing += *value;
    }
  return made;
}

double chance_of_part(const FailureTable& table, const FailureTarget& target,
                      std::span<const ItemIndex> inside) {
  const auto all = failing_in_all(target);
  if (table.each_alone()) return chance_of_items(target, failing_in(target, inside), all);
  const auto groups = groups_of_part(table, target, all.share(), inside);
  return std::ranges::any_of(groups, &GroupOfPart::mixed)
             ? chance_within_groups(table, target, all, inside)
             : chance_of_whole_groups(groups);
}

}  // namespace cairn
