// What the samples of one item that passed say of the next ones. Exact, by
// products of ratios, so that nothing overflows.
#pragma once

#include <cstddef>

namespace cairn {

// The chance that at least one of k samples passes, drawn without replacement
// from n of which c passed: 1 - C(n-c,k)/C(n,k) (Chen et al. 2021, equation 1).
// REQUIRES: c <= n, 1 <= k <= n.
double any_passes(std::size_t n, std::size_t c, std::size_t k);

// That all of k pass: C(c,k)/C(n,k) (pass^k of tau-bench, Yao et al. 2024).
double all_pass(std::size_t n, std::size_t c, std::size_t k);

// That two of them are both passed or both failed. REQUIRES: n >= 2.
double two_agree(std::size_t n, std::size_t c);

// The same for two samples that each pass with `share`, whatever the item.
double two_agree_by_chance(double share);

}  // namespace cairn
