// What statistics need of a plan and of trust, looked up once before the first item.
#pragma once

#include <string>
#include <vector>

#include "lang/plan.h"
#include "runtime/stats/moments.h"
#include "runtime/summary.h"

namespace cairn {

struct Area {
  std::string name;
  std::vector<std::size_t> checks;  // With weight, and in the score.
};

struct PassMetric {  // pass@K, or pass^K if `all`.
  std::size_t samples = 1;
  bool all = false;
};

struct TallyFacts {
  const Plan* plan = nullptr;
  std::vector<TrustReport> trust;
  std::vector<bool> counts;     // In the score.
  std::vector<bool> waiting;    // For ratings by people: all its verdicts are open.
  std::vector<bool> asked_for;  // Its open verdicts count in `unanswered`.
  std::vector<Area> areas;
  std::vector<PassMetric> passes;    // That report and goal name.
  std::vector<const Expr*> metrics;  // Their MetricRefs, each text once, as they stand.
  std::vector<const Expr*> picked;   // As picked_by_metrics() gives them.
  bool grouped = false;

  const program::Check& check(std::size_t index) const { return plan->checks[index].check; }
  // The number of checks if there is none of that name.
  std::size_t check_named(std::string_view name) const;
};

// `trust` may be shorter than the plan's checks: the others need none.
TallyFacts facts_of(const Plan& plan, std::vector<TrustReport> trust);

bool is_measure(const program::Check& check);
bool is_says(const program::Check& check);

}  // namespace cairn
