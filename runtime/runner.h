// A plan made ready to run: expressions prepared, the order of checks known.
//
// Immutable and shared by all threads; each has a Scorer of its own.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "lang/data/item.h"
#include "lang/plan.h"
#include "lang/score_check.h"
#include "runtime/evidence/recorded.h"
#include "runtime/evidence/trust.h"
#include "runtime/scored.h"

namespace cairn {

class Replies;
struct AskingWorld;
class ToolRunner;

// What evidence is read by; `rated` is borrowed.
struct EvidenceRules {
  std::vector<TrustReport> trust;  // Of each check.
  const PanelItems* rated = nullptr;
  const AskingWorld* asking = nullptr;  // Who is asked what was not recorded; null: nobody.
  ToolRunner* tools = nullptr;          // Runs tools whose results were not recorded; or null.
};

class Runner {
 public:
  // The plan is borrowed. A failure names what this build does not have, or the
  // constant that a function refuses.
  static Result<std::unique_ptr<const Runner>> make(const Plan& plan,
                                                    const program::Library& library,
                                                    EvidenceRules rules);

  const Plan& plan() const { return *plan_; }

 private:
  friend class Scorer;
  struct Slice {
    const program::Slice* slice = nullptr;
    std::optional<ExprId> when;
  };

  Result<bool> prepare(const program::Library& library);
  void order_checks();

  const Plan* plan_ = nullptr;
  NativeTable natives_;
  EvidenceRules rules_;
  std::vector<PreparedCheck> checks_;
  std::vector<std::vector<std::size_t>> needs_;  // Of each check.
  std::vector<std::size_t> order_;               // Each after those it needs.
  std::optional<ExprId> answer_;
  std::vector<Slice> slices_;
  std::vector<ExprId> picked_;  // picked_by_metrics(plan)
  bool reads_prompt_ = false, reads_reply_ = false, reads_answers_ = false, compares_ = false,
       votes_ = false;
  std::unique_ptr<const Prepared> prepared_;
};

// One sample of an item as it was recorded.
struct RecordedSample {
  std::uint32_t sample = 0;
  Record row;
};

// What the log keeps of a sample besides its verdicts.
struct SampleNotes {
  std::vector<std::vector<EvidenceNote>> evidence;  // Of each check.
};

class Scorer {
 public:
  explicit Scorer(const Runner& runner);
  ~Scorer();

  // An item without samples; its group and slices are known.
  ScoredItem begin(Item item, std::size_t index);
  // REQUIRES: begin() was called with its item. Where somebody is asked, what is
  // wanted is noted in `replies`, and the sample is not done until nothing is.
  ScoredSample sample(const RecordedSample& recorded, std::size_t place,
                      Replies* replies = nullptr);
  // What expressions see of an item without an answer. REQUIRES: begin() was called.
  const Scope& item_scope() const;

  // Of the last sample.
  const SampleNotes& notes() const;
  // What expressions saw of it, but for checks with an `answer:` of their own.
  const Scope& scope() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cairn
