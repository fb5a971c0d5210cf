// Folds scored items into a Summary: memory grows with checks, slices and
// groups, never with items (a measure keeps 8 bytes a value, for its median).
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
  std::optional<double> score;  // Nothing: nothing of it could be scored, or it is open.
  double low = 0, high = 0;     // However the open verdicts come out; equal if none is open.
  bool anything = false;        // A check with weight or `must pass` applied.
  enum class Passes { yes, no, open, not_counted };
  Passes passes = Passes::not_counted;  // What pass@K counts.
};

// `counts`: of each check of the plan, whether it is in the score (it has weight
// or `must pass`, and it is not untrusted).
SampleScore score_sample(const Plan& plan, const std::vector<bool>& counts,
                         const std::vector<CheckResult>& checks);

class Tally {
 public:
  // `trust`: of each check of the plan, known before anything is scored.
  Tally(const Plan& plan, std::vector<TrustReport> trust);
  ~Tally();

  // From one thread. The order of items changes no bit of the summary.
  void add(const ScoredItem& item);

  // All but what only the run knows (its id, files, notes of its own).
  Summary finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cairn
