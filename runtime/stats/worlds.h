// A value as it was seen, and as it would be if every open verdict had come out
// at its low end, or at its high end (language.md section 4, "Bounds").
#pragma once

#include <array>
#include <optional>

#include "runtime/stats/moments.h"

namespace cairn {

enum class World { seen, low, high };
inline constexpr std::array worlds = {World::seen, World::low, World::high};

template <class T>
class InWorlds {
 public:
  T& operator[](World world) { return values_[static_cast<std::size_t>(world)]; }
  const T& operator[](World world) const { return values_[static_cast<std::size_t>(world)]; }

 private:
  std::array<T, 3> values_{};
};

// Of one item; nothing where it has none in that world.
using ItemValue = InWorlds<std::optional<double>>;

// The moments of a value in all three. Items that have nothing open, which is
// most of them, are kept once.
class WorldMoments {
 public:
  void add(const ItemValue& value, Group group);
  Moments in(World world) const;

 private:
  Moments settled_;
  InWorlds<Moments> open_;
};

}  // namespace cairn
