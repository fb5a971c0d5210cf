// What adding an item to the tally costs. Run: build/tests/bench/cairn_tally [ITEMS]
#include "runtime/stats/tally.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdlib>
#include <ctime>
#include <vector>

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
  constexpr std::size_t batch = 10'000;  // The clock is coarse.
  std::vector<ScoredItem> items_at_once(batch);
  ScoredItem item;
  item.samples.emplace_back();
  item.samples[0].checks.resize(checks);
  double spent = 0;  // Seconds of this program's own time, whatever else runs.
  for (std::size_t i = 0; i < items; ++i) {
    fill(item, i);
    items_at_once[i % batch] = item;
    if ((i + 1) % batch != 0) continue;
    const auto start = std::clock();
    for (const auto& one : items_at_once) tally.add(one);
    spent += static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  }
  const auto summary = tally.finish();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("{} items: {:.0f} ns a check, score {:.4f}, {} MB at most\n", items,
             1e9 * spent / static_cast<double>(items / batch * batch * checks), *summary.score,
             usage.ru_maxrss / 1024);
}
