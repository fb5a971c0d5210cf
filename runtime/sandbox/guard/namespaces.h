// The level `namespaces`: the guard makes them itself, with no other program.
#pragma once

#include "runtime/sandbox/guard/request.h"

namespace cairn {

// Returns only in a new process, the first of its own namespaces: users, mounts,
// processes, network, host name and the rest. The calling one waits for that and ends.
void enter_namespaces(const Request& request);

}  // namespace cairn
