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

// How several votes of one judge on one answer compare.
struct Votes {
  std::size_t pairs = 0, agreeing = 0;  // Pairs of votes that could be read.
};

struct ScoredSample {
  AnswerFacts facts;
  std::vector<CheckResult> checks;  // In the order of the plan's checks.
  std::vector<Orders> orders;       // Likewise; empty if no check compares.
  std::vector<Votes> votes;         // Likewise; empty if no judge votes more than once.
  // What the checks say when of each judge the first vote alone counts, the second
  // alone, …; empty if no judge votes more than once.
  std::vector<std::vector<CheckResult>> by_vote;
};

struct ScoredItem {
  std::size_t index = 0;  // In the order of the eval's items.
  std::string id;
  std::string group;                               // Of `group by:`; else the id.
  std::vector<std::optional<std::string>> slices;  // Of each slice of the plan: the value
                                                   // ("" of a slice block), or not in it.
  // Whether each of picked_by_metrics(plan) (stats/tally.h) holds for the item, in
  // that order: `score[item.cuisine is "thai"]`. May be empty if there are none.
  std::vector<bool> picked;
  std::vector<ScoredSample> samples;
};

}  // namespace cairn
