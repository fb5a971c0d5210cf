// Which items of two runs are the same ones: of one id, with the same fields.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "runtime/logged/logged_run.h"
#include "runtime/stats/moments.h"

namespace cairn {

struct PairedItem {
  const LoggedItem* before = nullptr;  // Borrowed, as `after`.
  const LoggedItem* after = nullptr;
  Group group = alone;
};

struct PairedItems {
  std::vector<PairedItem> pairs;                // In the order of the eval of `after`.
  std::size_t only_before = 0, only_after = 0;  // One run alone has or scored them.
  std::vector<std::string> changed;             // Of one id, but not the same item.
};

// Groups are those of `after`; of `before` where only that run names some.
PairedItems paired_items(const LoggedRun& before, const LoggedRun& after);

// Whether two items are one, as far as both runs' fields go.
bool same_item(const LoggedRun& a, const LoggedItem& of_a, const LoggedRun& b,
               const LoggedItem& of_b);

}  // namespace cairn
