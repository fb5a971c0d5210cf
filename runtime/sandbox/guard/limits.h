// The kernel's limits for a program. Memory is not among them: a limit of addresses breaks
// what reserves many and uses few (node, Go, sanitizers), so the watcher counts it.
#pragma once

#include <optional>

#include "runtime/sandbox/guard/room.h"

namespace cairn {

// How many processes the program's user may have. Found before the program is one of them;
// nothing where other processes of that user would count and cannot be seen.
std::optional<unsigned long> process_limit(const Room& room);

// For the calling process; false, with errno, where that fails.
bool set_limits(std::optional<unsigned long> processes);

}  // namespace cairn
