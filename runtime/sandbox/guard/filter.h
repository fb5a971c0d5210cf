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

// For the calling process and all that it starts; false, with errno, where that fails.
bool filter_system_calls(const FilterOptions& options);

}  // namespace cairn
