// What prepare makes of expressions: one table of nodes in which equal
// subexpressions are one node, so that their value is computed once a sample.
// Only evaluate.cpp and prepare.cpp include this.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "lang/evaluate.h"

namespace cairn {

// One bit for each scope name, then one for each variable's slot.
using Dependencies = std::uint64_t;
inline constexpr int most_slots = 64 - static_cast<int>(scope_names);

inline Dependencies bit_of(ScopeName name) {
  return Dependencies{1} << static_cast<unsigned>(name);
}
inline Dependencies bit_of_slot(int slot) {
  return Dependencies{1} << (scope_names + static_cast<unsigned>(slot));
}

struct PreparedNode {
  decltype(Expr::node) node;
  std::vector<std::uint32_t> operands;
  Dependencies depends = 0;
  const Native* native = nullptr;
  // Of a call one; of a text test one for each constant needle, in their order.
  std::vector<std::unique_ptr<PreparedNative>> prepared;
  // `native(…) <= constant`: asked directly, without computing the number.
  bool asks_at_most = false;
};

struct Prepared::State {
  std::vector<PreparedNode> nodes;
  NativeTable natives;
  int slots = 0;  // One more than the highest slot in use.
};

}  // namespace cairn
