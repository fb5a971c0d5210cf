#include "runtime/sandbox/guard/watch.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "runtime/sandbox/guard/clock.h"
#include "runtime/sandbox/guard/disk_use.h"
#include "runtime/sandbox/guard/mode_changes.h"
#include "runtime/sandbox/guard/processes.h"
#include "runtime/sandbox/guard/reply.h"

namespace cairn {
namespace {

constexpr double look_every = 0.01, look_again_after = 0.002;  // Seconds.

class Watch {
 public:
  Watch(const Request& request, const Room& room, const Started& started, double begun)
      : request_(request),
        room_(room),
        program_(started.program),
        mode_changes_(started.mode_changes),
        begun_(begun) {
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    children_ = or_fail(::signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK), "cannot watch");
  }
  ~Watch() { ::close(children_); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  Watched go() {
    Watched watched;
    const double until = begun_ + request_.head.timeout_seconds;
    double next_look = begun_ + look_every;
    while (watched.reason == StopReason::none) {
      const double now = seconds_now();
      if (now >= until) {
        watched.reason = StopReason::time;
      } else if (now >= next_look) {
        watched.reason = look();
        next_look = seconds_now() + (suspicious_ ? look_again_after : look_every);
      } else if (told_to_stop(std::min(until, next_look) - now)) {
        watched.reason = StopReason::asked;
      } else if (has_ended(watched.status)) {
        break;
      }
    }
    watched.seconds = seconds_now() - begun_;
    const int killed = kill_all(room_, program_);
    if (watched.reason != StopReason::none) watched.status = killed;
    return watched;
  }

 private:
  // Sleeps until something happens; answers what needs no more. Cairn stops a program by a word, or
  // by being gone.
  bool told_to_stop(double seconds) {
    std::array<pollfd, 3> files = {pollfd{guard_socket, POLLIN, 0}, pollfd{children_, POLLIN, 0},
                                   pollfd{mode_changes_, POLLIN, 0}};
    const auto nanoseconds = static_cast<long>(seconds * 1e9);
    const timespec most{nanoseconds / 1'000'000'000, nanoseconds % 1'000'000'000};
    ::ppoll(files.data(), files.size(), &most, nullptr);
    if ((files[2].revents & POLLIN) != 0) answer_mode_change(room_, mode_changes_);
    if ((files[2].revents & POLLHUP) != 0) mode_changes_ = -1;  // No one is left to ask.
    return files[0].revents != 0;
  }

  // Also takes leave of the orphans that the guard has adopted.
  bool has_ended(int& status) const {
    signalfd_siginfo about{};
    while (::read(children_, &about, sizeof about) > 0) {
    }
    for (int some = 0; true;) {
      const pid_t ended = ::waitpid(-1, &some, WNOHANG);
      if (ended <= 0) return false;
      if (ended != program_) continue;
      status = some;
      return true;
    }
  }

  StopReason look() {
    const auto processes = processes_in(room_);
    if (processes.size() > most_processes) return StopReason::processes;
    const auto usage = usage_of(processes);
    const auto disk = room_.own_namespaces ? memory_folders_use() : private_use();
    const double in_folders = room_.own_namespaces ? disk.bytes : 0;
    bool too_much = usage.memory_bytes + in_folders > request_.head.memory_bytes;
    if (too_much) too_much = exact_memory_of(processes) + in_folders > request_.head.memory_bytes;
    // A child that shares its parent's memory until it is another program counts twice for
    // a moment, so memory must be too much twice.
    const bool again = suspicious_;
    suspicious_ = too_much;
    if (too_much && again) return StopReason::memory;
    if (disk.full) return StopReason::bytes;
    if (disk.too_many) return StopReason::entries;
    return usage.processes > most_processes ? StopReason::processes : StopReason::none;
  }

  // Dear where there are many files, so not each time.
  DiskUse private_use() {
    constexpr unsigned every = 20;
    if (++looks_ % every != 0) return {};
    return private_folder_use(room_.private_folder);
  }

  const Request& request_;
  const Room& room_;
  pid_t program_;
  int mode_changes_;
  double begun_;
  int children_ = -1;
  bool suspicious_ = false;
  unsigned looks_ = 0;
};

}  // namespace

Watched watch(const Request& request, const Room& room, const Started& started, double begun) {
  return Watch(request, room, started, begun).go();
}

}  // namespace cairn
