// The result of a run as a person reads it in a terminal: the number, how far it
// can be trusted, each check, why answers failed, the goal, what to look at next.
//
// Nothing is computed here: all of it stands in the Summary.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runtime/summary.h"

namespace cairn {

struct ReportStyle {
  bool colour = false;
  bool unicode = true;  // Else bars, marks and dashes are plain characters.
  std::size_t width = 80;
};

std::string report(const Summary& summary, const ReportStyle& style);

// Several runs: one row each, as they were given.
std::string report_together(const std::vector<Summary>& runs, const ReportStyle& style);

}  // namespace cairn
