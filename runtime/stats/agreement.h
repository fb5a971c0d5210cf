// Agreement of raters beyond chance, for labels and for numbers.
//
// Published worked examples prove each coefficient: tests/runtime/stats.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/summary.h"

namespace cairn {

// One row an item: who said what, raters by number; an item may have fewer
// ratings than there are raters.
struct Rated {
  std::size_t rater = 0;
  std::string label;
};
using RatedItems = std::vector<std::vector<Rated>>;

enum class Level { nominal, ordinal, interval, ratio };

// Each is nothing where it is undefined: no item with two ratings, or one label throughout.
std::optional<double> pairwise_agreement(const RatedItems& items);
std::optional<double> fleiss_kappa(const RatedItems& items);
std::optional<Interval> fleiss_kappa_interval(const RatedItems& items);  // 95%.
std::optional<double> krippendorff_alpha(const RatedItems& items, Level level);
std::optional<double> gwet_ac1(const RatedItems& items);
std::optional<double> cohen_kappa(const RatedItems& items, std::size_t a, std::size_t b);

}  // namespace cairn
