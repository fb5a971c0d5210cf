// Landlock does not ask who changes a file's mode, so a program of the user's could open
// or close all the user's files. The kernel hands these calls to the guard instead, which
// makes the change itself where the file is the sandbox's.
#pragma once

#include "runtime/sandbox/guard/room.h"

namespace cairn {

// Answers one call that waits at `listener` (FilterProgram::load_and_listen).
void answer_mode_change(const Room& room, int listener);

}  // namespace cairn
