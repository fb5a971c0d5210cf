#include "runtime/sandbox/guard/rights.h"

#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/sandbox/guard/reply.h"

namespace cairn {

void drop_root() {
  if (::geteuid() != 0) return;
  // First the group: EINVAL says that this namespace knows no such group or user.
  if (::setresgid(nobody, nobody, nobody) < 0) {
    if (errno == EINVAL) return;
    fail("cannot become nobody");
  }
  or_fail(::setgroups(0, nullptr), "cannot leave its groups");
  or_fail(::setresuid(nobody, nobody, nobody), "cannot become nobody");
}

void drop_capabilities() {
  // Ends with EINVAL after the last that this kernel knows.
  for (int capability = 0; ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0;) ++capability;
  ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const __user_cap_data_struct none[2] = {};
  or_fail(::syscall(SYS_capset, &header, none), "cannot drop its capabilities");
}

void hide_process() { or_fail(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "cannot hide itself"); }

}  // namespace cairn
