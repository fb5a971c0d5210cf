// What is fuzzed: each target takes any bytes and must neither crash nor break
// its own promise (an assertion of the target).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

struct FuzzTarget {
  std::string_view name;
  void (*run)(std::string_view bytes);
  // Files to begin with, by folder below the root and ending.
  std::string_view seed_folder, seed_ending;
};

std::span<const FuzzTarget> fuzz_targets();

// The texts of a target's seed files; at least one.
std::vector<std::string> seeds_of(const FuzzTarget& target);

}  // namespace cairn
