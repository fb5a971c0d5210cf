// The parts of a terminal report below its table of checks. Each gives lines, or
// nothing where there is nothing to say.
#pragma once

#include <string>

#include "runtime/report/terminal.h"

namespace cairn {

std::string measures(const Summary& summary, const ReportStyle& style);
std::string confusions(const Summary& summary, const ReportStyle& style);
std::string notes(const Summary& summary, const ReportStyle& style);
std::string slices(const Summary& summary, const ReportStyle& style);
std::string failures(const Summary& summary, const ReportStyle& style);
std::string open_verdicts(const Summary& summary, const ReportStyle& style);
std::string goal_lines(const Summary& summary, const ReportStyle& style);
std::string next_steps(const Summary& summary, const ReportStyle& style);

}  // namespace cairn
