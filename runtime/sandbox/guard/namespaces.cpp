#include "runtime/sandbox/guard/namespaces.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "runtime/sandbox/guard/mounts.h"
#include "runtime/sandbox/guard/reply.h"
#include "runtime/sandbox/guard/rights.h"

namespace cairn {
namespace {

void write_whole(const char* path, const std::string& text) {
  const int file = or_fail(::open(path, O_WRONLY | O_CLOEXEC), path);
  or_fail(::write(file, text.data(), text.size()), path);
  ::close(file);
}

// Inside it is nobody, whoever it is outside.
void map_user(uid_t user, gid_t group) {
  write_whole("/proc/self/setgroups", "deny");
  write_whole("/proc/self/uid_map", std::to_string(nobody) + " " + std::to_string(user) + " 1");
  write_whole("/proc/self/gid_map", std::to_string(nobody) + " " + std::to_string(group) + " 1");
}

// A new network has only this interface, and it is down.
void start_loopback() {
  const int any = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (any < 0) return;  // A host without IPv4.
  ifreq interface {};
  std::strcpy(interface.ifr_name, "lo");
  interface.ifr_flags = IFF_UP | IFF_RUNNING;
  or_fail(::ioctl(any, SIOCSIFFLAGS, &interface), "cannot start the loopback interface");
  ::close(any);
}

[[noreturn]] void wait_for(pid_t inner) {
  int status = 0;
  while (::waitpid(inner, &status, 0) < 0 && errno == EINTR) {
  }
  ::_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

}  // namespace

void enter_namespaces(const Request& request) {
  drop_root();
  // Else /proc/self/uid_map is root's. It is hidden again before a program runs.
  or_fail(::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), "cannot open itself");
  or_fail(::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0), "cannot follow its parent");
  const auto user = ::geteuid();
  const auto group = ::getegid();
  unsigned long kinds =
      CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
  if (request.head.network == 0) kinds |= CLONE_NEWNET;
  const auto inner = or_fail(::syscall(SYS_clone, kinds | SIGCHLD, nullptr, nullptr, nullptr, 0UL),
                             "cannot make namespaces");
  if (inner > 0) wait_for(static_cast<pid_t>(inner));
  or_fail(::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0), "cannot follow its parent");
  map_user(user, group);
  if (request.head.network == 0) start_loopback();
  or_fail(::sethostname("sandbox", 7), "cannot set the host name");
  mount_small_root(request.head.network != 0);
  drop_capabilities();
}

}  // namespace cairn
