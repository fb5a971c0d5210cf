// Fingerprints: the first 16 bytes of SHA-256.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "lang/data/loader.h"
#include "lang/value.h"

namespace cairn {

struct Digest {
  std::array<std::uint8_t, 16> bytes{};
  bool operator==(const Digest&) const = default;

  std::string hex() const;

  // Adds another as a number: the digest of a set, whatever its order.
  void add(const Digest& other);
};

Digest digest_of(std::string_view text);

// Gives the same bytes, and at their end tells their digest.
std::unique_ptr<BlockStream> digesting(std::unique_ptr<BlockStream> bytes,
                                       std::function<void(const Digest&)> at_end);

// Equal for values of one kind and content; records are told apart by the
// order of their fields too, since a prompt prints them in it.
// The field called `but`, if any, is left out.
Digest digest_of(const Record& record, std::string_view but = {});

// Where an item stands in the draw of `take`: those with the smallest are taken.
// It depends on nothing but these two, so that adding items moves few.
std::uint64_t draw_of(std::int64_t seed, std::string_view id);

}  // namespace cairn
