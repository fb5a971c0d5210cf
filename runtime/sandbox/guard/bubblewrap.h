// The level `bubblewrap`: bwrap makes the namespaces and starts the guard again in them.
#pragma once

#include "runtime/sandbox/guard/request.h"

namespace cairn {

// The guard that runs in it is told so by its first argument, `guard_inside`.
constexpr const char* guard_inside = "inside";

[[noreturn]] void become_bubblewrap(const Request& request);

}  // namespace cairn
