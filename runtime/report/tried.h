// What `cairn try` found, for people.
#pragma once

#include <string>
#include <vector>

#include "runtime/report/terminal.h"
#include "runtime/tried.h"

namespace cairn {

std::string report(const std::vector<TriedCheck>& tried, const ReportStyle& style);

// "passed", "failed", "40%", "312", "unanswered", "does not apply".
std::string outcome_in_words(const Outcome& outcome);
// Why it came so; empty of what passed.
std::string why_of(const Outcome& outcome);

}  // namespace cairn
