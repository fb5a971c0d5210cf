// Comparisons of runs as a person reads them in a terminal: what is better, what is
// worse, what cannot be told and what would settle it, and what to look at next.
//
// Nothing is computed here: all of it stands in what is given.
#pragma once

#include <string>
#include <vector>

#include "runtime/compare/comparison.h"
#include "runtime/report/terminal.h"

namespace cairn {

std::string report(const RunComparison& comparison, const LoggedRun& before, const LoggedRun& after,
                   const ReportStyle& style);

// `runs`: those that the leaderboard was made of, in their order.
std::string report(const Leaderboard& board, const std::vector<LoggedRun>& runs,
                   const ReportStyle& style);

// What tells these runs apart: model, and where they differ prompt and labels. One text
// a run; empty where nothing is known.
std::vector<std::string> told_by(const std::vector<const LoggedRun*>& runs);

// What to type for a run.
const std::string& typed_name(const LoggedRun& run);

}  // namespace cairn
