// BLEU (Papineni et al. 2002) as sacreBLEU computes it (Post 2018).
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "stdlib/native/tokens.h"

namespace cairn {

// What stands in for an order of n-grams of which none matches (Chen & Cherry 2014).
enum class Smoothing {
  none,   // Nothing: the score is 0.
  floor,  // `value` matches.
  add,    // `value` more matches and n-grams, of all orders above 1.
  halve,  // "exp": half a match, then a quarter, and so on.
};

struct BleuSettings {
  Tokenizer tokenizer = Tokenizer::v13a;
  Smoothing smoothing = Smoothing::halve;
  double value = 0;
  std::size_t orders = 4;       // At most 6.
  bool only_orders_met = true;  // Leaves out orders for which the text is too short.
};

// One text, or a corpus of them: counts are added, then scored.
class Bleu {
 public:
  explicit Bleu(BleuSettings settings) : settings_(settings) {}
  void add(std::string_view text, std::span<const std::string_view> references);
  double score() const;  // 0 to 1.

 private:
  BleuSettings settings_;
  std::array<double, 6> matched_{}, total_{};
  double length_ = 0, reference_length_ = 0;
};

}  // namespace cairn
