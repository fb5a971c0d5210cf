// What judges, reward models and embeddings say of the examples beside their checks,
// as rows of recorded answers, so that one reader reads both.
#pragma once

#include <string>
#include <vector>

#include "runtime/asking/sample_asking.h"
#include "runtime/evidence/trust.h"

namespace cairn {

class ToolSession;

class AskedExamples {
 public:
  // Borrowed. Examples of which something was recorded are not asked about.
  AskedExamples(const AskingWorld& world, const RecordedExamples& known, bool judges_alone);

  // {"check", "example", "reply" or "verdict"} of all that are answered; what is not here
  // is wanted of `replies`.
  std::vector<Record> rows(Replies& replies) const;

 private:
  const AskingWorld& world_;
  const RecordedExamples& known_;
  bool judges_alone_;
};

// Likewise, what tools gave of theirs, and of which examples they gave nothing, and why.
struct RanExamples {
  std::vector<Record> rows;
  std::vector<std::string> failures;
};
RanExamples ran_examples(const Plan& plan, NativeTable natives, const RecordedExamples& known,
                         ToolSession& tools);

}  // namespace cairn
