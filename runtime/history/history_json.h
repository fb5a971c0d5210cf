// What `cairn runs --json` prints: {"schema":"cairn.runs/1", …}, complete and not rounded.
#pragma once

#include <string>

#include "runtime/history/found_runs.h"

namespace cairn {

std::string to_json(const FoundRuns& found);

}  // namespace cairn
