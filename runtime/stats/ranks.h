// How two rows of numbers go together. Each is nothing where it is undefined: fewer
// than two numbers, or one that does not vary; `p` is nothing below three numbers.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace cairn {

struct Correlation {
  double value = 0;         // From -1 to 1.
  std::optional<double> p;  // Two-sided, that there is none.
};

// REQUIRES of all: as many x as y, and each a number (no NaN).

// Pearson's product moments (1895); p by t.
std::optional<Correlation> pearson(std::span<const double> x, std::span<const double> y);
// Pearson's of the ranks, ties at their mean (Spearman 1904); p by t.
std::optional<Correlation> spearman(std::span<const double> x, std::span<const double> y);
// Kendall's tau-b (1945); p by the normal approximation, ties corrected.
std::optional<Correlation> kendall(std::span<const double> x, std::span<const double> y);

// From 1, the smallest; equal numbers share the mean of the ranks they take up.
std::vector<double> mean_ranks(std::span<const double> values);

// Of each set of equal numbers its size. REQUIRES: `sorted` is.
std::vector<double> tie_sizes(std::span<const double> sorted);

}  // namespace cairn
