#include "runtime/sandbox/guard/limits.h"

#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>

#include <cstdio>

namespace cairn {
namespace {

// Since Linux 5.14 a user's processes are counted for each user namespace.
bool counts_by_namespace() {
  utsname about{};
  int major = 0, minor = 0;
  if (::uname(&about) < 0 || std::sscanf(about.release, "%d.%d", &major, &minor) != 2) return false;
  return major > 5 || (major == 5 && minor >= 14);
}

bool limit(__rlimit_resource resource, rlim_t most) {
  rlimit now{};
  if (::getrlimit(resource, &now) < 0) return false;
  const rlim_t wanted = now.rlim_max < most ? now.rlim_max : most;
  const rlimit limits{wanted, wanted};
  return ::setrlimit(resource, &limits) == 0;
}

}  // namespace

std::optional<unsigned long> process_limit(const Room& room) {
  struct sysinfo host {};
  // All of the host's are no fewer than the user's, and counting those would take longer
  // than the program. The watcher knows which are the program's.
  if (!room.own_namespaces && ::sysinfo(&host) == 0) return host.procs + most_processes;
  if (room.own_namespaces && counts_by_namespace()) return most_processes + 1;  // The guard is one.
  return std::nullopt;
}

bool set_limits(std::optional<unsigned long> processes) {
  if (processes && !limit(RLIMIT_NPROC, *processes)) return false;
  constexpr rlim_t locked = 64 * 1024;
  return limit(RLIMIT_FSIZE, most_file_bytes) && limit(RLIMIT_NOFILE, 256) &&
         limit(RLIMIT_CORE, 0) && limit(RLIMIT_MSGQUEUE, 0) && limit(RLIMIT_MEMLOCK, locked);
}

}  // namespace cairn
