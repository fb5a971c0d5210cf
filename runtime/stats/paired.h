// Two runs over the same items, item by item: statistics.md section 0, 7.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "runtime/stats/moments.h"
#include "runtime/summary.h"

namespace cairn {

// What one item came to in both runs: means over its samples.
struct Pair {
  double before = 0, after = 0;
  Group group = alone;  // Either all are in named groups, or each is alone.
};

// REQUIRES of all: pairs that are not empty.
struct PairedDifference {
  std::size_t items = 0, groups = 0;
  double before = 0, after = 0, difference = 0;  // Means; after - before.
  double error = 0;                              // Of the difference; 0 below two groups.
  std::optional<Interval> interval;              // By t. Nothing for fewer than two groups.
  double p = 1;                                  // Of flipping the signs of groups.
};
// Of shares as of measures of any size.
PairedDifference paired_difference(std::span<const Pair> pairs);

// Two-sided, that the sum of all differences is as far from 0 as it is when each
// group's sign is drawn anew (Fisher 1935): in closed form where every difference is
// -1, 0 or 1 and no group is named (then it is McNemar's exact test); all flips for up
// to 13 groups whose sum is not 0; else 10,000 draws, the same each time, of which what
// was seen counts as one. The order of pairs, and which run is the first, changes no
// bit of it.
double sign_flip_p(std::span<const Pair> pairs);

// What others print of the same pairs, for those who compare with their tools.
// Nothing where a test is undefined.
struct McNemar {
  double exact_p = 1, mid_p = 1, chi2 = 0, chi2_p = 1, corrected = 0, corrected_p = 1;
};
// Of the pairs that only passed before, and only after (McNemar 1947; corrected: Edwards
// 1948, which never takes the difference past 0; mid-p: Fagerland, Lydersen, Laake 2013).
// All p are 1 where there is no such pair.
McNemar mcnemar(std::size_t only_before, std::size_t only_after);
// Student's, groups not regarded. Nothing if all differences are equal, or there is one.
std::optional<double> paired_t_p(std::span<const Pair> pairs);
struct Wilcoxon {
  double smaller_sum = 0, signed_sum = 0, p = 1;  // p: by the normal approximation, ties corrected.
  std::size_t nonzero = 0;
};
// Wilcoxon (1945), groups not regarded, zero differences left out; after - before, so
// `signed_sum` is above 0 where after is better. Nothing if all are 0.
std::optional<Wilcoxon> wilcoxon(std::span<const Pair> pairs);

}  // namespace cairn
