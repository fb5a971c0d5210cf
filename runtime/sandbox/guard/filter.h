// The system calls that a program may not make: a filter of the kernel (seccomp).
#pragma once

namespace cairn {

struct FilterOptions {
  bool network = false;
  // Processes outside can be seen: sockets and, unless the kernel keeps signals in by
  // other means, signals must be refused.
  bool shares_host = false;
  bool keep_signals_in = false;
};

// What became of it: whether it applies, to the calling process and all that it starts,
// else errno says why not; and where changes of files' modes wait for an answer, if the
// program shares the host's files, else -1.
struct Filtered {
  bool applies = false;
  int mode_changes = -1;
};

Filtered filter_system_calls(const FilterOptions& options);

}  // namespace cairn
