#include "runtime/stats/passing.h"

namespace cairn {
namespace {

// C(c,k)/C(n,k)
double ratio_of_choices(std::size_t n, std::size_t c, std::size_t k) {
  if (c < k) return 0;
  double ratio = 1;
  for (std::size_t i = 0; i < k; ++i)
    ratio *= static_cast<double>(c - i) / static_cast<double>(n - i);
  return ratio;
}

}  // namespace

double any_passes(std::size_t n, std::size_t c, std::size_t k) {
  return 1 - ratio_of_choices(n, n - c, k);
}

double all_pass(std::size_t n, std::size_t c, std::size_t k) { return ratio_of_choices(n, c, k); }

double two_agree(std::size_t n, std::size_t c) {
  const auto all = static_cast<double>(n), passed = static_cast<double>(c);
  return (passed * (passed - 1) + (all - passed) * (all - passed - 1)) / (all * (all - 1));
}

double two_agree_by_chance(double share) { return share * share + (1 - share) * (1 - share); }

}  // namespace cairn
