// chrF (Popović 2015), as sacreBLEU computes it: the F-score of character n-grams.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "stdlib/native/tokens.h"

namespace cairn {

struct ChrfSettings {
  double beta = 2;            // Recall counts for beta times as much as precision.
  bool blanks_count = false;  // Else they are taken out first.
  bool all_orders = false;    // Orders longer than the text count, as (nearly) nothing.
};

// One text, or a corpus of them: counts are added, then scored.
class Chrf {
 public:
  explicit Chrf(ChrfSettings settings) : settings_(settings) {}
  void add(std::string_view text, std::string_view reference);
  double score() const;  // 0 to 1.

 private:
  ChrfSettings settings_;
  std::array<Overlap, 6> orders_{};
};

}  // namespace cairn
