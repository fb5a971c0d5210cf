// What adding an item to the tally costs. Run: build/tests/bench/cairn_tally [ITEMS]
#include "runtime/stats/tally.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>

using namespace cairn;

namespace {

constexpr std::size_t checks = 10;

Plan ten_checks() {
  Plan plan;
  plan.eval.heading.name = "bench";
  for (std::size_t i = 0; i < checks; ++i) {
    program::Check check;
    check.heading.name = "check" + std::to_string(i);
    plan.checks.push_back({check, {}});
  }
  return plan;
}

// One in eleven verdicts failed, for a reason with a number of its own.
void fill(ScoredItem& item, std::size_t index) {
  item.index = index;
  item.id = std::to_string(index);
  for (std::size_t i = 0; i < checks; ++i) {
    auto& outcome = item.samples[0].checks[i].outcome;
    if ((index + i) % 11 == 0)
      outcome =
          Scored{0, false, fmt::format("{} words in \"The answer …\" is more than 25", index)};
    else
      outcome = Scored{1, true, {}};
  }
}

}  // namespace

int main(int count, char** arguments) {
  const auto items = static_cast<std::size_t>(count > 1 ? std::atof(arguments[1]) : 1e6);
  const auto plan = ten_checks();
  Tally tally(plan, {});
  ScoredItem item;
  item.samples.emplace_back();
  item.samples[0].checks.resize(checks);
  std::chrono::nanoseconds spent{0};
  for (std::size_t i = 0; i < items; ++i) {
    fill(item, i);
    const auto start = std::chrono::steady_clock::now();
    tally.add(item);
    spent += std::chrono::steady_clock::now() - start;
  }
  const auto summary = tally.finish();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("{} items: {:.0f} ns a check, score {:.4f}, {} MB at most\n", items,
             static_cast<double>(spent.count()) / static_cast<double>(items * checks),
             *summary.score, usage.ru_maxrss / 1024);
}
