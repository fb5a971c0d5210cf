// Where each symbol stands in a sequence, 64 places to a word: what bit-parallel
// algorithms (edit distance, longest common subsequence) read.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cairn {

class BitPattern {
 public:
  explicit BitPattern(std::u32string_view symbols) : blocks_((symbols.size() + 63) / 64) {
    small_.fill(-1);
    for (std::size_t i = 0; i < symbols.size(); ++i)
      bits_[row_of(symbols[i]) + i / 64] |= std::uint64_t{1} << (i % 64);
  }

  std::size_t blocks() const { return blocks_; }

  // A word for each block; null for a symbol that does not occur.
  const std::uint64_t* matches(char32_t symbol) const {
    if (symbol < small_.size()) return small_[symbol] < 0 ? nullptr : bits_.data() + small_[symbol];
    const auto found = other_.find(symbol);
    return found == other_.end() ? nullptr : bits_.data() + found->second;
  }

 private:
  std::size_t row_of(char32_t symbol) {
    const auto next = static_cast<std::ptrdiff_t>(bits_.size());
    auto& row =
        symbol < small_.size() ? small_[symbol] : other_.try_emplace(symbol, -1).first->second;
    if (row < 0) {
      row = next;
      bits_.resize(bits_.size() + blocks_);
    }
    return static_cast<std::size_t>(row);
  }

  std::size_t blocks_;
  std::vector<std::uint64_t> bits_;
  std::array<std::ptrdiff_t, 128> small_{};  // Of ASCII: its row in `bits_`, or -1.
  std::unordered_map<char32_t, std::ptrdiff_t> other_;
};

}  // namespace cairn
