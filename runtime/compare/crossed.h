// Items whose mean went from one side of one half to the other, and where they gather.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "runtime/compare/comparison.h"
#include "runtime/compare/paired_items.h"

namespace cairn {

// What an item came to in both runs, and which it is.
struct PairedValue {
  const PairedItem* item = nullptr;  // Borrowed.
  Pair values;
};

// The pairs alone, as the tests take them.
std::vector<Pair> pairs_of(std::span<const PairedValue> values);

struct Crossings {
  std::vector<Crossed> fixed, broke;
  std::optional<CrossedIn> fixed_in, broke_in;
};
// `plan`: that of the run after, whose slices say where. An item that comes to exactly
// one half in either run has not crossed it.
Crossings crossings_of(const Plan& plan, std::span<const PairedValue> values);

}  // namespace cairn
