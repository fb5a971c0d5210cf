// Scores side by side, each a bar with its 95% interval beside it, on an axis that begins
// where the lowest interval does.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runtime/report/terminal.h"
#include "runtime/summary.h"

namespace cairn {

struct ChartBar {
  std::string label;  // Shown if all of them fit.
  double score = 0;
  std::optional<Interval> interval;
};

// How many bars a line has room for.
std::size_t bars_that_fit(const ReportStyle& style);

// The last ones if there are more than fit. REQUIRES: there is a bar.
std::string score_chart(const std::vector<ChartBar>& bars, const ReportStyle& style);

}  // namespace cairn
