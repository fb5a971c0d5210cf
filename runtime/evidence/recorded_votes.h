// The votes of a judge in a row of recorded answers, for the two that read them:
// samples and examples.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "lang/program.h"
#include "runtime/evidence/votes.h"
#include "runtime/scored.h"

namespace cairn {

// What a row has of one check; null where it has none.
struct RecordedOf {
  const Value* verdict = nullptr;
  const Value* reply = nullptr;
  bool any() const { return verdict || reply; }
};

// Of one element of so many; a failure says how the lengths differ.
Result<RecordedOf> of_element(const RecordedOf& recorded, std::size_t element,
                              std::size_t elements);

struct RecordedVote {
  Vote vote;
  Orders orders = Orders::not_asked;
  Record note;  // As the run log keeps it.
};

// Of `compare with` in both orders: what they disagree on is `same`.
RecordedVote compared_votes(const Vote& first, const Vote& swapped);

std::vector<RecordedVote> recorded_votes(const RecordedOf& recorded, const program::Asked& asked);

// Its verdict as decided by all its votes, under the names conditions know.
Gathered evidence_of(const std::vector<RecordedVote>& votes, const program::Asked& asked,
                     std::optional<program::DecideBy> written);

const program::Asked* asked_by(const program::Evidence& evidence);  // Of a judge or a panel.

// As the check's verdicts spell it; nothing if it is none of them.
std::optional<Value> allowed_verdict(const Value& written, const program::Scale& scale);

// People are not held to letter case. Nothing for "can't tell", which every panel
// may say, and for what is no verdict.
std::optional<Value> rated_verdict(const Value& written, const program::Scale& scale);
bool is_cannot_tell(const Value& written);

}  // namespace cairn
