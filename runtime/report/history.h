// What `cairn runs` says: the runs as a log, the newest last; of one eval how its score
// went and what it can still show; or its score by the value of a label.
#pragma once

#include <string>

#include "runtime/history/found_runs.h"
#include "runtime/report/terminal.h"

namespace cairn {

std::string report(const FoundRuns& found, const ReportStyle& style);

// Its parts; each gives lines, or nothing where there is nothing to say.
std::string run_table(const FoundRuns& found, const ReportStyle& style);
std::string score_history(const FoundRuns& found, const ReportStyle& style);
std::string saturation_lines(const FoundRuns& found, const ReportStyle& style);
std::string label_scores(const FoundRuns& found, const ReportStyle& style);

}  // namespace cairn
