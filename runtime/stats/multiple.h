// p-values of several tests made at once, so that the more one looks for, the less
// is found by chance alone. What comes back is in the order of what is given.
#pragma once

#include <span>
#include <vector>

namespace cairn {

// The chance that any is found where nothing is: Holm (1979), and Bonferroni's
// bound, which is never below it.
std::vector<double> holm(std::span<const double> p);
std::vector<double> bonferroni(std::span<const double> p);

// The share of what is found that is there by chance: Benjamini and Hochberg (1995).
std::vector<double> benjamini_hochberg(std::span<const double> p);

}  // namespace cairn
