#include "runtime/process/program.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

namespace cairn {
namespace {

using ProgramClock = std::chrono::steady_clock;

// Both ends of a pipe, closed at the end.
class Pipe {
 public:
  Pipe() : open_(::pipe2(ends_.data(), O_CLOEXEC) == 0) {}
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  bool open() const { return open_; }
  int end(std::size_t which) const { return ends_[which]; }
  void close_end(std::size_t which) {
    if (ends_[which] >= 0) ::close(ends_[which]);
    ends_[which] = -1;
  }

 private:
  std::array<int, 2> ends_ = {-1, -1};
  bool open_;
};

// A program that ends before it has read all closes the pipe: that is met where it is
// written to, and no reason to end.
class NoBrokenPipes {
 public:
  NoBrokenPipes() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~NoBrokenPipes() {
    const timespec at_once{};
    while (sigtimedwait(&pipe_, nullptr, &at_once) == SIGPIPE) {
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  NoBrokenPipes(const NoBrokenPipes&) = delete;
  NoBrokenPipes& operator=(const NoBrokenPipes&) = delete;
  const sigset_t& before() const { return before_; }

 private:
  sigset_t pipe_, before_;
};

struct Pipes {
  Pipe in, out, err;
};

Result<pid_t> start_program(const ProgramCall& call, Pipes& pipes, const sigset_t& mask) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, pipes.in.end(0), 0);
  posix_spawn_file_actions_adddup2(&actions, pipes.out.end(1), 1);
  posix_spawn_file_actions_adddup2(&actions, pipes.err.end(1), 2);
  posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  if (!call.folder.empty()) posix_spawn_file_actions_addchdir_np(&actions, call.folder.c_str());
  // A group of its own, so that all of it can be killed, and Ctrl-C is not its business.
  // What cairn ignores (a closed pipe) ends others.
  sigset_t usual;
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  sigaddset(&usual, SIGXFSZ);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setsigmask(&attributes, &mask);
  std::vector<char*> words;
  for (const auto& word : call.words) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_t child = 0;
  const int error =
      posix_spawnp(&child, words.front(), &actions, &attributes, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error == 0) return child;
  return Failure{
      fmt::format("`{}` cannot be started: {}", call.words.front(), std::strerror(error))};
}

// Feeds and drains a program until it closes its ends or its time is up.
class Exchange {
 public:
  Exchange(const ProgramCall& call, pid_t child, Pipes& pipes, EndedProgram& run)
      : call_(call), child_(child), pipes_(pipes), run_(run) {
    for (const int end : {pipes.in.end(1), pipes.out.end(0), pipes.err.end(0)})
      ::fcntl(end, F_SETFL, O_NONBLOCK);
    if (call.input.empty()) pipes.in.close_end(1);
  }

  // False when the time was up.
  bool go(ProgramClock::time_point until) {
    while (pipes_.out.end(0) >= 0 || pipes_.err.end(0) >= 0) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - ProgramClock::now());
      if (left.count() <= 0) return false;
      std::array<pollfd, 3> ends = {pollfd{pipes_.in.end(1), POLLOUT, 0},
                                    pollfd{pipes_.out.end(0), POLLIN, 0},
                                    pollfd{pipes_.err.end(0), POLLIN, 0}};
      constexpr long long look_at_child_ms = 100;
      const auto wait = static_cast<int>(std::min<long long>(left.count(), look_at_child_ms));
      const int ready = ::poll(ends.data(), ends.size(), wait);
      if (ready < 0 && errno != EINTR) return true;
      // It may have left something behind that keeps its ends open.
      if (ready == 0 && has_ended()) return true;
      if (ready <= 0) continue;
      if (ends[0].revents != 0) feed();
      if (ends[1].revents != 0) drain(pipes_.out, run_.output);
      if (ends[2].revents != 0) drain(pipes_.err, run_.errors);
    }
    return true;
  }

 private:
  bool has_ended() const {
    siginfo_t about{};
    return ::waitid(P_PID, static_cast<id_t>(child_), &about, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           about.si_pid == child_;
  }

  // A program may read only a part of what it is given.
  void feed() {
    const auto count =
        ::write(pipes_.in.end(1), call_.input.data() + fed_, call_.input.size() - fed_);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count > 0) fed_ += static_cast<std::size_t>(count);
    if (count < 0 || fed_ == call_.input.size()) pipes_.in.close_end(1);
  }

  void drain(Pipe& pipe, std::string& into) {
    std::array<char, 65536> bytes{};
    const auto count = ::read(pipe.end(0), bytes.data(), bytes.size());
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) return pipe.close_end(0);
    const auto room = call_.most_output - into.size();
    into.append(bytes.data(), std::min(room, static_cast<std::size_t>(count)));
    run_.cut = run_.cut || room < static_cast<std::size_t>(count);
  }

  const ProgramCall& call_;
  pid_t child_;
  Pipes& pipes_;
  EndedProgram& run_;
  std::size_t fed_ = 0;
};

// Its exit code; killed, with its group, if it does not end in time.
void wait_for_end(pid_t child, ProgramClock::time_point until, EndedProgram& run) {
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (run.timed_out || ProgramClock::now() >= until) {
      run.timed_out = true;
      ::kill(-child, SIGKILL);
      while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
      }
      break;
    }
    ::usleep(1000);
  }
  ::kill(-child, SIGKILL);  // What it left behind.
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Result<EndedProgram> run_program(const ProgramCall& call) {
  Pipes pipes;
  if (!pipes.in.open() || !pipes.out.open() || !pipes.err.open())
    return Failure{fmt::format("no pipe can be made: {}", std::strerror(errno))};
  const auto begun = ProgramClock::now();
  const auto until = begun + std::chrono::duration_cast<ProgramClock::duration>(
                                 std::chrono::duration<double>(call.timeout_seconds));
  const NoBrokenPipes quiet;
  const auto child = start_program(call, pipes, quiet.before());
  if (!child) return child.error();
  pipes.in.close_end(0);
  pipes.out.close_end(1);
  pipes.err.close_end(1);
  EndedProgram run;
  run.timed_out = !Exchange(call, *child, pipes, run).go(until);
  wait_for_end(*child, until, run);
  run.seconds = std::chrono::duration<double>(ProgramClock::now() - begun).count();
  return run;
}

}  // namespace cairn
