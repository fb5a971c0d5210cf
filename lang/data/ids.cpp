#include "lang/data/ids.h"

#include <array>
#include <cassert>
#include <limits>

namespace cairn {
namespace {

std::uint64_t number_at(const Digest& digest, std::size_t begin, std::size_t bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = begin; i < begin + bytes; ++i) number = number << 8U | digest.bytes[i];
  return number;
}

}  // namespace

IdTable::Slot IdTable::hashed(const Digest& digest) {
  return {number_at(digest, 0, 8), static_cast<std::uint32_t>(number_at(digest, 8, 4)), 0};
}

// The slot that holds it, or the free one where it belongs.
std::size_t IdTable::slot_of(const Slot& wanted) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = wanted.high & mask;
  while (slots_[at].place != 0 &&
         (slots_[at].high != wanted.high || slots_[at].low != wanted.low)) {
    at = (at + 1) & mask;
  }
  return at;
}

void IdTable::grow() {
  std::vector<Slot> old(slots_.empty() ? 16 : slots_.size() * 2);
  old.swap(slots_);
  for (const auto& slot : old) {
    if (slot.place != 0) slots_[slot_of(slot)] = slot;
  }
}

std::optional<std::uint32_t> IdTable::add(std::string_view id) { return add(digest_of(id)); }

std::optional<std::uint32_t> IdTable::add(const Digest& digest) {
  if ((size_ + 1) * 8 > slots_.size() * 7) grow();
  Slot slot = hashed(digest);
  auto& there = slots_[slot_of(slot)];
  if (there.place != 0) return there.place - 1;
  assert(size_ < std::numeric_limits<std::uint32_t>::max());
  slot.place = static_cast<std::uint32_t>(++size_);
  there = slot;
  return std::nullopt;
}

std::optional<std::uint32_t> IdTable::find(std::string_view id) const {
  if (slots_.empty()) return std::nullopt;
  const auto& there = slots_[slot_of(hashed(digest_of(id)))];
  if (there.place == 0) return std::nullopt;
  return there.place - 1;
}

}  // namespace cairn
