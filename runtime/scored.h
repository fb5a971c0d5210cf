// What a run hands to statistics and to the log: one item with its samples,
// each with what every check said of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/score_check.h"

namespace cairn {

// What is known of an answer besides its text.
struct AnswerFacts {
  bool empty = false, refused = false, cut_short = false, failed = false;  // failed: no reply.
  std::optional<double> cost_usd;
  std::string model;
};

// `compare with:` in both orders: did they disagree?
enum class Orders { not_asked, agreed, flipped };

struct ScoredSample {
  AnswerFacts facts;
  std::vector<CheckResult> checks;  // In the order of the plan's checks.
  std::vector<Orders> orders;       // Likewise; empty if no check compares.
};

struct ScoredItem {
  std::size_t index = 0;  // In the order of the eval's items.
  std::string id;
  std::string group;                               // Of `group by:`; else the id.
  std::vector<std::optional<std::string>> slices;  // Of each slice of the plan: the value
                                                   // ("" of a slice block), or not in it.
  std::vector<ScoredSample> samples;
};

}  // namespace cairn
