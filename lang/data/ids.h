// Which ids there are, in 16 bytes a slot, at most seven of eight slots full:
// a million items fit where their texts would not.
//
// Ids are kept as 96 bits of a hash: of a million, two are mistaken for one
// another with a chance of 1 in 10^17.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "lang/data/digest.h"

namespace cairn {

class IdTable {
 public:
  // The place of the first with this id, counted from 0 in order of adding,
  // if there is one already; then nothing is added.
  std::optional<std::uint32_t> add(std::string_view id);
  // Likewise, for a thing whose digest is known.
  std::optional<std::uint32_t> add(const Digest& digest);
  std::optional<std::uint32_t> find(std::string_view id) const;
  std::size_t size() const { return size_; }

 private:
  struct Slot {
    std::uint64_t high = 0;
    std::uint32_t low = 0;
    std::uint32_t place = 0;  // From 1; 0 is a free slot.
  };
  static Slot hashed(const Digest& digest);
  std::size_t slot_of(const Slot& wanted) const;
  void grow();

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

}  // namespace cairn
