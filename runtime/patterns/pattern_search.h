// The searches that patterns_of() is made of. The first three give every comparison that
// they made, also those that found nothing, with its p: all are adjusted together.
#pragma once

#include <span>
#include <vector>

#include "runtime/patterns/failure_table.h"
#include "runtime/patterns/item_features.h"
#include "runtime/patterns/patterns.h"

namespace cairn {

// What a comparison comes to is told in full, with items and bins, only below this p:
// none above it can be a pattern.
inline constexpr double pattern_level = 0.05;

// By Fisher's exact test where each item is alone and passed or failed; else by what
// permutations of items, or of whole groups, would give (chance_sums.h). Where a group
// has items on both sides, each group's part in the difference may as well have been
// its opposite. `lift` is at most 1 where the named items fail no more than the others.
std::vector<GatheredFailures> compare_splits(const FailureTable& table,
                                             std::span<const ItemSplit> splits);

// By Spearman's correlation; of a grouped run, by the signs of what groups add to it.
std::vector<FailureTrend> compare_numbers(const FailureTable& table,
                                          std::span<const ItemNumber> numbers);

// Pairs of checks that both failed on 3 answers or more, that neither needs the other.
// By Fisher's exact test on one answer of each item, or of each group: the first that
// both decided. p is 1 where they failed together on fewer than 3, or no more than by
// chance.
std::vector<FailingTogether> compare_checks(const LoggedRun& run, const FailureTable& table);

// The ten whose samples agree least; none whose samples all agree.
std::vector<ItemConsistency> unsteady_items(const LoggedRun& run, const FailureTable& table);

}  // namespace cairn
