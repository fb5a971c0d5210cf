// Sends replies to cairn; the last words of a guard that cannot go on.
#pragma once

#include "runtime/sandbox/guard/protocol.h"

namespace cairn {

// Nothing is done where cairn is gone: the closed socket is met elsewhere.
void send_reply(const GuardReply& reply, int file = -1);

// Says what could not be done, with the errno of now, and ends the guard. Only before the
// program runs.
[[noreturn]] void fail(const char* what);
[[noreturn]] void fail_with(int error, const char* what);

// For system calls that give -1.
template <class Number>
Number or_fail(Number number, const char* what) {
  if (number < 0) fail(what);
  return number;
}

}  // namespace cairn
