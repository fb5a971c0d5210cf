// How likely it is to see something as far from what was expected, on either side.
#pragma once

#include <cstddef>

namespace cairn {

double normal_p(double z);
double t_p(double t, std::size_t degrees);  // Student's. REQUIRES: degrees > 0.

// That of `all` fair coins as few, or as many, show heads as `heads`. Exact.
double coins_p(std::size_t heads, std::size_t all);
// The same, of which just as many count by half.
double coins_mid_p(std::size_t heads, std::size_t all);

}  // namespace cairn
