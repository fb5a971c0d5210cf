// One item reduced to the numbers that every statistic is made of.
#pragma once

#include <vector>

#include "runtime/scored.h"
#include "runtime/stats/facts.h"
#include "runtime/stats/worlds.h"

namespace cairn {

struct Outcomes {
  std::size_t passed = 0, failed = 0, unanswered = 0, not_applicable = 0, measured = 0;
  std::size_t applicable() const { return passed + failed + unanswered + measured; }
  void add(const Outcomes& other);
};

struct CheckOfItem {
  Outcomes outcomes;
  ItemValue score;                        // The mean over its samples.
  ItemValue consistency;                  // With two samples or more.
  ItemValue votes_agree;                  // Of a judge that votes several times.
  std::size_t compared = 0, flipped = 0;  // `compare with` in both orders.
};

struct ItemView {
  Group group = alone;
  ItemValue score;
  // By how much its mean moves from run to run, v_i/K_i, and v_i itself; with two
  // samples or more. `single`: it has one.
  ItemValue noise, variance;
  InWorlds<bool> single;
  std::vector<std::optional<double>> each;  // The score of each sample, as seen.
  Outcomes samples;                         // Passed, failed, unanswered: what pass@K counts.
  std::vector<CheckOfItem> checks;
  std::vector<ItemValue> areas;
  std::size_t asked = 0, unanswered = 0;  // Verdicts.
  double cost_usd = 0;
  bool cost_known = false;
};

// REQUIRES: every sample has a result for each check of the plan.
void reduce(const TallyFacts& facts, const ScoredItem& item, Group group, ItemView& view);

}  // namespace cairn
