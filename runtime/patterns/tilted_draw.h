// The number behind drawn_sum_p(): draws without replacement, tilted so that a sum far
// from what is to be expected is the most likely one (Skovgaard 1987).
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace cairn {

// How many values are one and the same.
struct ValueLevel {
  double value = 0, count = 0;
};

// From the smallest. Values that differ by rounding alone are one; of very many
// different ones, those that nearly agree.
std::vector<ValueLevel> levels_of(std::span<const double> values);

// The steps in which all sums differ: 0 if there are none to speak of. Means of up to
// 12 samples, or of up to 12 checks, are multiples of 1/27720.
double step_of(const std::vector<ValueLevel>& levels);

struct DrawnSum {
  std::vector<ValueLevel> levels;  // Around 0, with a spread of about 1.
  double drawn = 0, all = 0;       // How many.
  double sum = 0;                  // Above 0, and below the largest there is.
};

// The two numbers of Lugannani and Rice's formula. Nothing if no tilt could be found.
struct TailNumbers {
  double w = 0, u = 0;
};
std::optional<TailNumbers> tail_of(const DrawnSum& draw, double step);

}  // namespace cairn
