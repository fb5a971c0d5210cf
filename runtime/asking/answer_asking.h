// Asks the model under test: one sample of one item, turn by turn.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/asking/conversation.h"
#include "runtime/asking/offers.h"
#include "runtime/asking/sample_asking.h"

namespace cairn {

// The plan's model and what its prompt offers. Shared by all threads.
class AnswerAsking {
 public:
  // Borrowed. REQUIRES: the plan has a prompt.
  AnswerAsking(const Plan& plan, Asker& asker, const AskedModel& model);

  // The row of recorded answers that this sample comes to, or nothing: a reply is wanted
  // of `replies`. What could not be asked is a row with an `error`.
  std::optional<Record> row(const std::vector<ScriptLine>& script, const std::string& item,
                            std::size_t sample, Replies& replies) const;

 private:
  Request request(std::vector<Message> messages, std::size_t sample) const;

  const Plan& plan_;
  Asker& asker_;
  const AskedModel& model_;
  Offers offers_;
};

// The row of a sample whose prompt cannot be filled.
Record row_without_answer(const std::string& item, std::size_t sample, const std::string& why);

}  // namespace cairn
