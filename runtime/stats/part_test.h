// Whether some of the items score differently from the others.
#pragma once

#include <optional>

#include "runtime/stats/moments.h"

namespace cairn {

// Two-sided. REQUIRES: the items of `part` are among those of `all`, in the same groups.
// Where each item is alone and scored 0 or 1, Fisher's exact test; else the score test
// with groups as clusters (Liang and Zeger 1986; Rao, Scott and Skinner 1998), its variance
// not below that of a part drawn from all, with t of the number of groups. Nothing if the part is
// empty or everything, if nothing varies, or with fewer than three groups.
std::optional<double> part_p(const Moments& part, const Moments& all);

}  // namespace cairn
