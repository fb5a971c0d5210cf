// Fuzzing by mutation, for every compiler: cairn_fuzz [--rounds N] [--seconds N] [--seed N]
// [TARGET…]
//
// A crash leaves the text that caused it in crash-TARGET.txt. With clang and
// CAIRN_FUZZER the same targets run under libFuzzer (fuzzer.cpp).
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "tests/fuzz/mutate.h"
#include "tests/fuzz/targets.h"

namespace {

std::string running_target, running_text;

void keep_text(int signal) {
  std::ofstream("crash-" + running_target + ".txt", std::ios::binary) << running_text;
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

struct Wanted {
  std::uint64_t rounds = 300, seed = 1;
  double seconds = 0;  // 0: by rounds.
  std::vector<std::string> targets;
};

Wanted read_words(int argc, char** argv) {
  Wanted wanted;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto number = [&] { return i + 1 < argc ? std::strtoull(argv[++i], nullptr, 10) : 0; };
    if (word == "--rounds")
      wanted.rounds = number();
    else if (word == "--seconds")
      wanted.seconds = static_cast<double>(number());
    else if (word == "--seed")
      wanted.seed = number();
    else
      wanted.targets.push_back(word);
  }
  return wanted;
}

std::uint64_t fuzz(const cairn::FuzzTarget& target, const Wanted& wanted) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  cairn::Mutator mutator(cairn::seeds_of(target), wanted.seed);
  std::uint64_t rounds = 0;
  const auto goes_on = [&] {
    if (wanted.seconds == 0) return rounds < wanted.rounds;
    return std::chrono::duration<double>(Clock::now() - begin).count() < wanted.seconds;
  };
  running_target = target.name;
  for (; goes_on(); ++rounds) {
    running_text = mutator.next();
    target.run(running_text);
  }
  return rounds;
}

}  // namespace

extern "C" void __asan_set_death_callback(void (*callback)()) __attribute__((weak));

int main(int argc, char** argv) {
  for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGILL}) std::signal(signal, keep_text);
  if (__asan_set_death_callback != nullptr)
    __asan_set_death_callback([] {
      std::ofstream("crash-" + running_target + ".txt", std::ios::binary) << running_text;
    });
  const auto wanted = read_words(argc, argv);
  std::size_t passed = 0;
  for (const auto& target : cairn::fuzz_targets()) {
    if (!wanted.targets.empty() && std::ranges::count(wanted.targets, target.name) == 0) continue;
    fmt::print("{}: {} texts\n", target.name, fuzz(target, wanted));
    ++passed;
  }
  fmt::print("{} passed, 0 failed\n", passed);
  return passed > 0 ? 0 : 2;
}
