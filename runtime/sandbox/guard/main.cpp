// cairn-guard: makes a sandbox, runs one program in it, watches it, and ends with it. A
// program of its own so that no thread or memory of cairn is near what is hostile. Cairn
// starts it (runtime/sandbox/guarded_run.cpp); it is of no use by hand.
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>

#include "runtime/sandbox/guard/bubblewrap.h"
#include "runtime/sandbox/guard/clock.h"
#include "runtime/sandbox/guard/keep.h"
#include "runtime/sandbox/guard/namespaces.h"
#include "runtime/sandbox/guard/program.h"
#include "runtime/sandbox/guard/reply.h"
#include "runtime/sandbox/guard/rights.h"
#include "runtime/sandbox/guard/watch.h"
#include "runtime/sandbox/sandbox_level.h"

namespace cairn {
namespace {

// The program holds its own; the guard's would keep its pipes open.
void close_program_ends() {
  const int nothing = or_fail(::open("/dev/null", O_RDWR | O_CLOEXEC), "cannot open /dev/null");
  for (const int end : {0, 1, 2}) ::dup2(nothing, end);
}

void run(const Request& request, const Room& room) {
  hide_process();
  // In namespaces of its own all end with the guard. Elsewhere it must outlive cairn, if
  // only to end the others: the closed socket tells it.
  if (room.own_namespaces)
    or_fail(::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0), "cannot follow its parent");
  sigset_t children;
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  or_fail(::sigprocmask(SIG_BLOCK, &children, nullptr), "cannot watch");
  const double begun = seconds_now();
  const auto started = start_program(request, room);
  close_program_ends();
  const auto watched = watch(request, room, started, begun);
  send_kept(request, room);
  leave_room(request, room);
  GuardReply reply;
  reply.kind = ReplyKind::ended;
  reply.number = watched.status;
  reply.reason = watched.reason;
  reply.seconds = watched.seconds;
  send_reply(reply);
}

// Where the machine runs out of memory, the kernel is to end this first, not cairn.
void offer_to_be_ended() {
  const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file >= 0 && ::write(file, "1000", 4) < 0) std::perror("oom_score_adj");
  ::close(file);
}

void serve(bool inside) {
  ::umask(022);
  const auto request = read_request();
  const auto level = static_cast<SandboxLevel>(request.head.level);
  if (!inside) offer_to_be_ended();
  if (!inside && level == SandboxLevel::bubblewrap) become_bubblewrap(request);
  for (const int file : {guard_socket, guard_request}) ::fcntl(file, F_SETFD, FD_CLOEXEC);
  if (!inside && level == SandboxLevel::namespaces) {
    enter_namespaces(request);
    inside = true;
  }
  run(request, inside ? enter_room_inside(request) : make_private_room(request));
}

}  // namespace
}  // namespace cairn

int main(int count, char** words) {
  struct stat about {};
  if (::fstat(cairn::guard_socket, &about) < 0 || !S_ISSOCK(about.st_mode)) {
    std::fputs("cairn-guard is started by cairn, to run tools in a sandbox\n", stderr);
    return 2;
  }
  cairn::serve(count > 1 && std::strcmp(words[1], cairn::guard_inside) == 0);
  return 0;
}
