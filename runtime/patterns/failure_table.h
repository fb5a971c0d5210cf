// A run as patterns look at it: of each item, how far each check and the score failed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/logged/logged_run.h"

namespace cairn {

using ItemIndex = std::uint32_t;  // In FailureTable::items.

// What can fail: a check, or the score as a whole.
struct FailureTarget {
  std::string check;                           // Empty: the score.
  std::vector<std::optional<double>> failing;  // 1 - mean score; nothing: it did not apply.
  bool all_or_none = true;                     // Every value is 0 or 1.
};

struct FailureTable {
  std::vector<const LoggedItem*> items;  // In the order of the eval.
  // What is drawn by chance as a whole: the item, or the group of a grouped run.
  std::vector<std::uint32_t> unit;  // Of each item, from 0.
  std::size_t units = 0;
  // Only those that fail on some items, at least 3, and not on all items alike. Without
  // the score where it says the same as a check.
  std::vector<FailureTarget> targets;

  bool each_alone() const { return units == items.size(); }
};

// The run is borrowed.
FailureTable failure_table(const LoggedRun& run);

}  // namespace cairn
