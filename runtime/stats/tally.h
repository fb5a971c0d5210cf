// Folds scored items into a Summary: memory grows with checks, slices and
// groups, never with items. (A measure keeps 8 bytes a value, for its median;
// 12 if items have several samples or are grouped.)
//
// Formulas: statistics.md, section 0; what counts: language.md, section 4.
#pragma once

#include <memory>
#include <vector>

#include "lang/plan.h"
#include "runtime/scored.h"
#include "runtime/summary.h"

namespace cairn {

// Of one sample under a plan, on its own: also what a reward is.
struct SampleScore {
  // Nothing: nothing of it could be scored, or it is open. Where only `must pass`
  // checks without a weight applied, 1 if they passed. With points it may be below 0.
  std::optional<double> score;
  double low = 0, high = 0;  // However the open verdicts come out; equal if none is open.
  bool anything = false;     // A check with weight or `must pass` applied.
  enum class Passes { yes, no, open, not_counted };
  Passes passes = Passes::not_counted;  // What pass@K counts.
};

// `counts`: of each check of the plan, whether it is in the score.
SampleScore score_sample(const Plan& plan, const std::vector<bool>& counts,
                         const std::vector<CheckResult>& checks);

// Whether each check is: it has weight or `must pass`, and is not untrusted.
std::vector<bool> in_the_score(const Plan& plan, const std::vector<TrustReport>& trust);

// The conditions on items by which metrics of `report:` and `goal:` pick: what
// ScoredItem::picked answers, in this order. They see the item and nothing else.
std::vector<const Expr*> picked_by_metrics(const Plan& plan);

class Tally {
 public:
  // `trust`: of each check of the plan, known before anything is scored. The plan
  // is borrowed.
  Tally(const Plan& plan, std::vector<TrustReport> trust);
  ~Tally();

  // From one thread. The order of items changes no bit of the summary. Verdicts of
  // a panel that is still waiting count as unanswered, whatever they are.
  void add(const ScoredItem& item);

  // All but what only the run knows (its id, files, time, notes of its own). The
  // exit code is as experience.md B3 says for a run that came to its end.
  Summary finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cairn
