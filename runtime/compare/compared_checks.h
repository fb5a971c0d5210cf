// The checks of two runs held against each other.
#pragma once

#include <span>
#include <vector>

#include "runtime/compare/comparison.h"
#include "runtime/compare/paired_items.h"

namespace cairn {

std::vector<ComparedCheck> compared_checks(const LoggedRun& before, const LoggedRun& after,
                                           std::span<const PairedItem> items);

// Better or worse where `p` is below 5%.
ComparisonVerdict verdict_on(double difference, double p);

// Why the verdicts of a check at that place of the plan do not count: "not trusted".
// Empty if they do.
std::string why_not_believed(const LoggedRun& run, std::size_t check);

}  // namespace cairn
