// Whether some of the items fail differently from the others: how likely that is by
// chance, for items that are each alone and for those in groups.
#pragma once

#include <span>

#include "runtime/patterns/failure_table.h"

namespace cairn {

// Items that a target applies to, and how much of them failed.
struct FailingPart {
  std::size_t items = 0;
  double failing = 0;
  double share() const { return failing / static_cast<double>(items); }
};

FailingPart failing_in_all(const FailureTarget& target);
FailingPart failing_in(const FailureTarget& target, std::span<const ItemIndex> items);

// Two-sided; see compare_splits(). REQUIRES: the target applies to some item inside and
// to some outside.
double chance_of_part(const FailureTable& table, const FailureTarget& target,
                      std::span<const ItemIndex> inside);

}  // namespace cairn
