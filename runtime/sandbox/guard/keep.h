// Hands over the files that are to be kept.
#pragma once

#include "runtime/sandbox/guard/room.h"

namespace cairn {

// Sends a descriptor for each that the program left as a regular file. What it left may be
// meant to deceive: no link is followed, and nothing out of the work folder is opened.
// REQUIRES: no process of the sandbox is left.
void send_kept(const Request& request, const Room& room);

}  // namespace cairn
