// Numbers drawn by chance, the same on every machine: the standard's distributions
// differ between libraries, and a figure that is printed must not.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cairn {

// SplitMix64 (Steele, Lea, Flood 2014), always from the same seed.
class Random {
 public:
  std::uint64_t bits() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(bits() % limit); }

 private:
  std::uint64_t state_ = 20241124;
};

}  // namespace cairn
