// Shares that were counted on things drawn one by one: exact limits, and how far two
// shares that share no thing are apart.
#pragma once

#include <cstddef>

#include "runtime/summary.h"

namespace cairn {

struct Counted {
  std::size_t hits = 0, of = 0;  // REQUIRES: hits <= of, of > 0.
};

// 95% (Clopper and Pearson 1934): never less often right than said, and so wider.
Interval clopper_pearson(Counted share);

// 95% of a's share less b's: Newcombe (1998), method 10, of Wilson's limits.
Interval difference_of_shares(Counted a, Counted b);

// Two-sided, that two shares are the same where both were drawn from one pot
// (Fisher 1922): the tables that are no likelier than the one seen.
double fisher_p(Counted a, Counted b);

}  // namespace cairn
