// What a sandbox adds to starting a program: /bin/true bare, and in each level that works
// here, by one thread and by two; and the wall clock of two threads against
// `seq N | xargs -P2 -n1 /bin/true`.
//
//   build/tests/bench/cairn_sandbox_starts [STARTS]
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "runtime/sandbox/sandbox.h"

using namespace cairn;

namespace {

struct Cost {
  double wall_seconds = 0, cpu_seconds = 0;
};

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// Of this process and all that it has waited for.
double cpu_now() {
  double seconds = 0;
  for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    seconds += seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  }
  return seconds;
}

void start_bare(std::vector<std::string> words) {
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_t child = 0;
  if (posix_spawn(&child, pointers[0], nullptr, nullptr, pointers.data(), environ) != 0)
    std::abort();
  waitpid(child, nullptr, 0);
}

Cost cost_of(int starts, int threads, const std::function<void()>& start) {
  const auto begun = std::chrono::steady_clock::now();
  const double cpu = cpu_now();
  std::vector<std::thread> all;
  for (int i = 0; i < threads; ++i)
    all.emplace_back([&] {
      for (int done = 0; done < starts / threads; ++done) start();
    });
  for (auto& thread : all) thread.join();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begun;
  return {wall.count(), cpu_now() - cpu};
}

Cost best_of_three(int starts, int threads, const std::function<void()>& start) {
  Cost best{1e9, 1e9};
  for (int round = 0; round < 3; ++round) {
    const auto cost = cost_of(starts, threads, start);
    if (cost.wall_seconds < best.wall_seconds) best = cost;
  }
  return best;
}

double xargs_seconds(int starts) {
  const auto command = fmt::format("seq {} | xargs -P2 -n1 /bin/true", starts);
  return best_of_three(1, 1, [&] { start_bare({"/bin/sh", "-c", command}); }).wall_seconds;
}

void print(std::string_view name, int starts, double xargs, const std::function<void()>& start) {
  for (const int threads : {1, 2}) {
    const auto cost = best_of_three(starts, threads, start);
    fmt::print("{:<11} {} thread{} {:6.2f} ms a start, {:5.2f} ms CPU, {:5.2f} of xargs\n", name,
               threads, threads == 1 ? " " : "s", cost.wall_seconds / starts * 1e3 * threads,
               cost.cpu_seconds / starts * 1e3, cost.wall_seconds / xargs);
  }
}

}  // namespace

int main(int count, char** words) {
  const int starts = count > 1 ? std::atoi(words[1]) : 1000;
  const double xargs = xargs_seconds(starts);
  fmt::print("xargs -P2: {:.2f} s for {} starts\n", xargs, starts);
  print("bare", starts, xargs, [] { start_bare({"/bin/true"}); });
  for (const auto level : {SandboxLevel::bubblewrap, SandboxLevel::namespaces,
                           SandboxLevel::landlock, SandboxLevel::none}) {
    const auto sandbox = Sandbox::open({CAIRN_GUARD, level});
    if (!sandbox) {
      fmt::print("{}\n", sandbox.error().what);
      continue;
    }
    SandboxedCall call;
    call.words = {"/bin/true"};
    print(to_string(level), starts, xargs, [&] {
      const auto end = (*sandbox)->run(call);
      if (!end || end->exit_code != 0) std::abort();
    });
  }
}
