// What of a score is noise, in words and blocks: lines of the terminal report.
#pragma once

#include <span>
#include <string>

#include "runtime/report/terminal.h"

namespace cairn {

// Where scores differ from, how far the samples' own headlines lie apart, and what
// difference so many items can show. Empty where the summary has none of it.
std::string noise(const Summary& summary, const ReportStyle& style);

// "▁▂▅█▃▁": counts in as many bins as `most`, or fewer; `bins` gives the counts.
std::string blocks(std::span<const std::size_t> counts, const ReportStyle& style);

}  // namespace cairn
