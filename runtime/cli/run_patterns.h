// What `cairn run` says of patterns of wrong answers, when the run is over.
#pragma once

#include <filesystem>
#include <string>

#include "runtime/report/terminal.h"

namespace cairn {

// Read back from the log, as `cairn report` does. Of a long one, which would take
// seconds, only what to type. Empty where the log cannot be read or nothing failed.
std::string patterns_in_log(const std::filesystem::path& log, const Summary& summary,
                            const ReportStyle& style);

}  // namespace cairn
