// What recorded answers say of one sample besides its text: judges' verdicts and
// replies, what tools and reward models gave, people's ratings (experience.md B10).
//
// `null` is asked and not usable; what is absent was not asked, and nobody can be
// asked yet: both leave the check open, never failed. Verdicts of `compare with`
// are of the answer in both orders, wherever it stood.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "lang/diagnostic.h"
#include "lang/plan.h"
#include "lang/score_check.h"
#include "runtime/evidence/panel_items.h"
#include "runtime/evidence/recorded_votes.h"
#include "runtime/scored.h"
#include "runtime/summary.h"

namespace cairn {

// One piece of evidence as the run log keeps it, beside item, sample and check.
struct EvidenceNote {
  std::size_t element = 0, vote = 0;
  Record fields;  // Of a judge: reply, verdict; of a tool: exit_code, …; of a reward: reward.
};

// One check's evidence. One a thread; the sample is set anew for each.
class RecordedEvidence final : public EvidenceSource {
 public:
  // Borrowed. `trust` is that of this check: the verdicts of a panel that is
  // still waiting are open. `items` knows all items already.
  RecordedEvidence(const Plan& plan, const program::Check& check, const TrustReport& trust,
                   const PanelItems& items);
  ~RecordedEvidence() override;

  // `line` is the row of the recorded answers, borrowed until the next call;
  // `sample` counts from 0: a panel rates only the first.
  void sample(const Record& line, std::string_view item, std::size_t sample);

  Gathered gather(const AskedElement& element) override;

  // From now on one vote of the judge counts, as if it were all; nothing: all of them.
  void count_only(std::optional<std::size_t> vote);

  // Whether the row has anything for this check; else somebody may be asked.
  bool holds_any() const;
  // Reads what was just given for one element as if it stood in the row.
  Gathered read(const RecordedOf& given, std::size_t element);
  // Takes votes that were cast just now, with what the log keeps of them.
  // REQUIRES: the check is a judge's.
  Gathered take(std::vector<RecordedVote> votes, std::size_t element);
  // What the log keeps besides of what was read last.
  void annotate(const Record& fields);

  Orders orders() const;                           // Of the last sample.
  const std::vector<EvidenceNote>& notes() const;  // Likewise, in order of element and vote.

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Reports what in `verdicts`, `replies` and `ratings` of a row cannot be meant: a
// check that is none or has no such evidence, a verdict that is not allowed, two
// ratings by one rater, a key that means nothing.
void check_recorded(const Plan& plan, const Record& line, const DataPlace& where,
                    Diagnostics& diagnostics);

}  // namespace cairn
