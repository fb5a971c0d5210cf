// Finds a block of a plan or a program by its name.
#pragma once

#include <string_view>
#include <vector>

namespace cairn {

// Null if there is none.
template <class Block>
const Block* block_named(const std::vector<Block>& all, std::string_view name) {
  for (const auto& one : all)
    if (one.heading.name == name) return &one;
  return nullptr;
}

}  // namespace cairn
