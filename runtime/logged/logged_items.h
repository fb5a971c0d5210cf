// Gathers items, answers and verdicts from the records of a run log, in any order;
// of two that say something of the same thing the later counts.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/logged/logged_run.h"

namespace cairn {

class LoggedItems {
 public:
  // The plan is borrowed.
  explicit LoggedItems(const Plan& plan);

  // Any record but the first and the summary. One that names no item is passed over.
  void take(Record record);

  // In the order of the eval, as far as the log tells it; a check of which a sample has no
  // verdict is unanswered, and says so.
  std::vector<LoggedItem> finish();

 private:
  LoggedItem& item_named(std::string id);
  std::size_t sample_place(LoggedItem& item, std::size_t sample);
  void drop_unanswered(LoggedItem& item) const;
  void answer(LoggedAnswer& into, Record record);
  void verdict(ScoredSample& into, const Record& record);

  std::vector<LoggedItem> items_;
  std::unordered_map<std::string, std::size_t> places_, checks_;
  std::size_t last_ = 0;  // Records of one item follow one another.
  CheckResult no_verdict_;
};

}  // namespace cairn
