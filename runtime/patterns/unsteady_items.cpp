#include <algorithm>

#include "runtime/patterns/pattern_search.h"
#include "runtime/stats/passing.h"
#include "runtime/stats/tally.h"

namespace cairn {
namespace {

constexpr std::size_t most_unsteady = 10;

// Nothing with fewer than two samples that passed or failed.
std::optional<double> consistency_of(const LoggedRun& run, const LoggedItem& item) {
  std::size_t passed = 0, decided = 0;
  for (const auto& sample : item.scored.samples) {
    using Passes = SampleScore::Passes;
    const auto passes = score_sample(run.plan, run.counts, sample.checks).passes;
    if (passes == Passes::yes) ++passed;
    if (passes == Passes::yes || passes == Passes::no) ++decided;
  }
  return decided < 2 ? std::nullopt : std::optional(two_agree(decided, passed));
}

}  // namespace

std::vector<ItemConsistency> unsteady_items(const LoggedRun& run, const FailureTable& table) {
  std::vector<ItemConsistency> made;
  for (const auto* item : table.items) {
    if (item->scored.samples.size() < 2) continue;
    const auto consistency = consistency_of(run, *item);
    if (consistency && *consistency < 1)
      made.push_back({item->scored.id, item->score.value_or(0), *consistency});
  }
  std::ranges::stable_sort(made, [](const ItemConsistency& a, const ItemConsistency& b) {
    return a.consistency != b.consistency ? a.consistency < b.consistency : a.score < b.score;
  });
  if (made.size() > most_unsteady) made.resize(most_unsteady);
  return made;
}

}  // namespace cairn
