#include "runtime/sandbox/guard/program.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "runtime/sandbox/guard/filter.h"
#include "runtime/sandbox/guard/limits.h"
#include "runtime/sandbox/guard/reply.h"
#include "runtime/sandbox/guard/rights.h"

namespace cairn {
namespace {

constexpr std::array search_path = {"/usr/local/bin/", "/usr/bin/", "/bin/"};

// What the child has to do, and, as it shares the guard's memory until it is the program,
// what it could not.
struct Start {
  const Request& request;
  const Room& room;
  std::optional<unsigned long> processes;
  std::vector<char*> words, environment;
  int error = 0;
  int mode_changes = -1;         // Filtered::mode_changes
  const char* failed = nullptr;  // The sandbox's doing; else the program's.
};

// None of the guard's, nor of what bwrap left open.
bool close_at_exec() {
  constexpr unsigned close_on_exec = 1U << 2;  // CLOSE_RANGE_CLOEXEC
  if (::syscall(SYS_close_range, 3U, ~0U, close_on_exec) == 0) return true;
  const auto most = static_cast<int>(::sysconf(_SC_OPEN_MAX));
  for (int file = 3; file < most; ++file) ::fcntl(file, F_SETFD, FD_CLOEXEC);
  return true;
}

bool filter_for(Start& start) {
  if (!start.room.filtered) return true;
  FilterOptions options;
  options.network = start.request.head.network != 0;
  options.shares_host = !start.room.own_namespaces;
  options.keep_signals_in = options.shares_host && !start.room.landlock->keeps_signals_in;
  const auto filtered = filter_system_calls(options);
  start.mode_changes = filtered.mode_changes;
  return filtered.applies;
}

// Leaves the errno of what says most: a program that was found and may not be run.
void execute(const Start& start) {
  const char* program = start.words.front();
  if (std::strchr(program, '/') != nullptr) {
    ::execve(program, start.words.data(), start.environment.data());
    return;
  }
  int error = ENOENT;
  for (const char* folder : search_path) {
    ::execve((std::string(folder) + program).c_str(), start.words.data(), start.environment.data());
    if (errno != ENOENT && errno != ENOTDIR) error = errno;
  }
  errno = error;
}

bool confine(Start& start) {
  const auto done = [&](bool worked, const char* what) {
    if (!worked) start.failed = what;
    return worked;
  };
  const auto& room = start.room;
  sigset_t none;
  sigemptyset(&none);
  if (!done(::setsid() >= 0, "cannot start a session")) return false;
  if (!done(::fchdir(room.work_folder) == 0, "cannot enter the work folder")) return false;
  if (!done(set_limits(start.processes), "cannot set its limits")) return false;
  if (!room.own_namespaces) drop_root();
  // After a change of user, which clears it.
  if (!done(::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0, "cannot follow the guard"))
    return false;
  if (!done(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "cannot refuse new rights"))
    return false;
  if (room.landlock && !done(restrict_to(*room.landlock), "cannot apply Landlock rules"))
    return false;
  if (!done(close_at_exec(), "cannot close its descriptors")) return false;
  if (!done(filter_for(start), "cannot filter system calls")) return false;
  return done(::sigprocmask(SIG_SETMASK, &none, nullptr) == 0, "cannot free its signals");
}

int become_program(void* given) {
  auto& start = *static_cast<Start*>(given);
  if (confine(start)) execute(start);
  start.error = errno;
  ::_exit(127);
}

void set_environment(Start& start, std::array<std::string, 4>& variables) {
  variables = {"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + start.room.home, "LANG=C.UTF-8",
               "TMPDIR=" + start.room.temporary};
  for (auto& variable : variables) start.environment.push_back(variable.data());
  start.environment.push_back(nullptr);
}

}  // namespace

Started start_program(const Request& request, const Room& room) {
  Start start{request, room, process_limit(room), {}, {}, 0, -1, nullptr};
  for (const char* word : request.words) start.words.push_back(const_cast<char*>(word));
  start.words.push_back(nullptr);
  std::array<std::string, 4> variables;
  set_environment(start, variables);
  // The guard sleeps until the child is the program or has ended, so they can share memory;
  // and descriptors, so that the guard has the one at which calls wait. A program shares
  // neither.
  alignas(16) static std::array<char, 256 * 1024> stack;
  const pid_t child = ::clone(become_program, stack.data() + stack.size(),
                              CLONE_VM | CLONE_FILES | CLONE_VFORK | SIGCHLD, &start);
  or_fail(child, "cannot start a process");
  if (start.error == 0) return {child, start.mode_changes};
  ::waitpid(child, nullptr, 0);
  leave_room(request, room);
  if (start.failed != nullptr) fail_with(start.error, start.failed);
  GuardReply reply;
  reply.kind = ReplyKind::unstartable;
  reply.number = start.error;
  send_reply(reply);
  ::_exit(0);
}

}  // namespace cairn
