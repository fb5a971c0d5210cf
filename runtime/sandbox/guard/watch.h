// Watches a program until it ends or must be stopped.
#pragma once

#include "runtime/sandbox/guard/program.h"

namespace cairn {

struct Watched {
  StopReason reason = StopReason::none;  // None: it ended by itself.
  int status = 0;                        // Its wait status.
  double seconds = 0;
};

// REQUIRES: SIGCHLD is blocked, and was before the program started.
// When it returns, no process is left in the sandbox.
Watched watch(const Request& request, const Room& room, const Started& started, double begun);

}  // namespace cairn
