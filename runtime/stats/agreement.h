// Agreement of raters beyond chance, for labels and for numbers.
//
// Published worked examples prove each coefficient: tests/runtime/stats.
#pragma once

#include <cstddef>
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

// What labels are to each other. All but `nominal` read them as numbers.
enum class Level { nominal, ordinal, interval, ratio };

// Each is nothing where it is undefined: no item with two ratings, or one label throughout.

// The mean over items of the share of their pairs of ratings that agree.
std::optional<double> pairwise_agreement(const RatedItems& items);

// Fleiss (1971); with unequal numbers of ratings Gwet's form of it (Handbook of
// Inter-Rater Reliability, 4th edition, 2014): agreement over the items with two
// ratings, chance from the mean share of each label over all rated items.
std::optional<double> fleiss_kappa(const RatedItems& items);

// Gwet (2008), extended to missing ratings in the same way.
std::optional<double> gwet_ac1(const RatedItems& items);

// Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": items with one
// rating do not count. Nothing too if `level` asks for numbers and a label is none.
std::optional<double> krippendorff_alpha(const RatedItems& items, Level level);

// Cohen (1960), over the items that both raters rated.
std::optional<double> cohen_kappa(const RatedItems& items, std::size_t a, std::size_t b);

// 95%: percentiles of 2,000 draws of items with all their ratings, the same draws
// each time (people.md A5 has the coverage that was measured). Draws in which the
// coefficient is undefined are left out. Nothing where the coefficient is undefined
// or there are fewer than two items; below 50 items too narrow to rely on.
std::optional<Interval> pairwise_agreement_interval(const RatedItems& items);
std::optional<Interval> fleiss_kappa_interval(const RatedItems& items);
std::optional<Interval> gwet_ac1_interval(const RatedItems& items);
std::optional<Interval> krippendorff_alpha_interval(const RatedItems& items, Level level);
std::optional<Interval> cohen_kappa_interval(const RatedItems& items, std::size_t a, std::size_t b);

}  // namespace cairn
