// Scores one example of a check, from what was recorded of it, what is asked, or what runs.
#pragma once

#include <optional>
#include <string>

#include "lang/score_check.h"
#include "runtime/asking/sample_asking.h"
#include "runtime/evidence/recorded.h"

namespace cairn {

class ToolSession;

class ExampleScoring {
 public:
  // `check` is its place in the plan's checks. Borrowed.
  ExampleScoring(const Plan& plan, std::size_t check, const program::Example& example,
                 NativeTable natives);

  // From a row {"check", "example", "reply" or "verdict"}. Nothing if the check cannot be
  // prepared, which compile has refused already.
  std::optional<CheckResult> score(const Record& row);

  // By asking; what is not here yet is wanted of `replies`.
  std::optional<CheckResult> ask(const AskingWorld& world, Replies& replies);

  // By running its tool.
  std::optional<CheckResult> run(ToolSession& tools);

  // Of the last scoring.
  const std::string& said() const { return said_; }
  const std::string& reason() const { return reason_; }
  const std::vector<EvidenceNote>& notes() const { return notes_; }

 private:
  struct Who {  // Null: not asked.
    const AskingWorld* world = nullptr;
    Replies* replies = nullptr;
    ToolSession* tools = nullptr;
  };
  std::optional<CheckResult> score(const Record& row, const Who& who);
  Scope given() const;

  const Plan& plan_;
  std::size_t index_;
  const program::Example& example_;
  Local variable_;
  program::Check check_;
  NativeTable natives_;
  std::string said_, reason_;
  std::vector<EvidenceNote> notes_;
};

}  // namespace cairn
