// All processes of a sandbox besides the guard.
#pragma once

#include <sys/types.h>

#include <vector>

#include "runtime/sandbox/guard/room.h"

namespace cairn {

std::vector<pid_t> processes_in(const Room& room);

struct Usage {
  double memory_bytes = 0;
  unsigned long processes = 0;  // And threads.
};

// Memory that is shared counts for each that has it: more than is really used.
Usage usage_of(const std::vector<pid_t>& processes);

// Memory with what is shared counted once. Dear, so asked only where the other is too much;
// and it waits for programs that fork, so those that are not seen in time count in full.
double exact_memory_of(const std::vector<pid_t>& processes);

// Waits until no one is left. Gives the wait status of `program` where it was among them.
int kill_all(const Room& room, pid_t program);

}  // namespace cairn
