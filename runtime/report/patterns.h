// Patterns of wrong answers, for a terminal.
#pragma once

#include <string>

#include "runtime/patterns/patterns.h"
#include "runtime/report/terminal.h"

namespace cairn {

// Lines, or nothing where nothing was compared and nothing found.
std::string patterns(const Patterns& found, const ReportStyle& style);

}  // namespace cairn
