// Starts the program, with nothing of the guard's or the host's but its three descriptors.
#pragma once

#include <sys/types.h>

#include "runtime/sandbox/guard/room.h"

namespace cairn {

struct Started {
  pid_t program = -1;
  int mode_changes = -1;  // Filtered::mode_changes
};

// Returns when it runs. Ends the guard, with a reply, where it cannot be started.
Started start_program(const Request& request, const Room& room);

}  // namespace cairn
