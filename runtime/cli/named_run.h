// Runs as they are named on the command line: a path, the first letters of an id,
// `last` or `last~1`.
#pragma once

#include <optional>
#include <string>

#include "runtime/cli/terminal.h"
#include "runtime/logged/logged_run.h"

namespace cairn {

// Read from its log; its summary is `named` as it can be typed later, when `last` is
// another run. Nothing, after saying why, if there is none or it cannot be read.
std::optional<LoggedRun> run_named(const std::string& typed, LogDetail detail,
                                   const Terminal& terminal);

}  // namespace cairn
