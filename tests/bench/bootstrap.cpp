// What 10,000 draws over 5,000 items take: intervals by bootstrap, and the test by
// flipping signs. Run: build/tests/bench/cairn_bootstrap [ITEMS] [DRAWS]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "runtime/stats/paired.h"
#include "runtime/stats/random.h"
#include "runtime/stats/resample.h"

using namespace cairn;

namespace {

// Means over five samples.
std::vector<double> drawn_scores(std::size_t items, Random& random) {
  std::vector<double> scores(items);
  for (auto& score : scores) score = static_cast<double>(random.below(6)) / 5;
  return scores;
}

// Milliseconds, the best of three.
template <class Work>
double best_of_three(Work work) {
  using Clock = std::chrono::steady_clock;
  double best = 1e9;
  for (int round = 0; round < 3; ++round) {
    const auto start = Clock::now();
    work();
    best = std::min(best, std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  return best;
}

void print_row(std::string_view what, double milliseconds, std::string_view found) {
  fmt::print("{:<44} {:7.0f} ms   {}\n", what, milliseconds, found);
}

std::string printed_interval(const std::optional<Interval>& found) {
  return found ? fmt::format("{:.4f} to {:.4f}", found->low, found->high) : "none";
}

}  // namespace

int main(int count, char** arguments) {
  const auto number = [&](int place, std::size_t otherwise) {
    return count > place ? static_cast<std::size_t>(std::atof(arguments[place])) : otherwise;
  };
  const auto items = number(1, 5000), draws = number(2, 10'000);
  Random random;
  const auto before = drawn_scores(items, random), after = drawn_scores(items, random);
  std::vector<Pair> pairs(items), grouped(items);
  for (std::size_t i = 0; i < items; ++i) {
    pairs[i] = {before[i], after[i]};
    grouped[i] = {before[i], after[i], static_cast<Group>(i / 5)};
  }
  const auto mean = [&](std::span<const unsigned> times) {
    double sum = 0;
    for (std::size_t i = 0; i < items; ++i) sum += times[i] * before[i];
    return std::optional(sum / static_cast<double>(items));
  };

  fmt::print("{} items, {} draws, best of three\n", items, draws);
  std::optional<Interval> interval;
  double took = best_of_three([&] { interval = resampled_mean_interval(before, draws); });
  print_row("interval of the mean", took, printed_interval(interval));
  took = best_of_three([&] { interval = resampled_interval(items, mean, draws); });
  print_row("interval of any statistic (here the mean)", took, printed_interval(interval));
  double p = 1;  // Always of 10,000 draws.
  took = best_of_three([&] { p = sign_flip_p(pairs); });
  print_row("signs flipped, 10,000 draws", took, fmt::format("p {:.4f}", p));
  took = best_of_three([&] { p = sign_flip_p(grouped); });
  print_row("signs of groups of five flipped", took, fmt::format("p {:.4f}", p));
}
