// Everything that is summed over items: over all of an eval, or over those that a
// metric picks.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "runtime/stats/item_view.h"
#include "runtime/stats/labels.h"
#include "runtime/stats/measures.h"

namespace cairn {

// How far a mean over items moves from run to run (statistics.md section 0, 3).
struct Noise {
  Moments noise;      // v_i/K_i of items with two samples or more.
  ExactSum variance;  // Their v_i.
  std::size_t single = 0;
};

// The score of one sample of each item.
struct Headline {
  ExactSum sum;
  std::size_t items = 0;
};

struct CheckSums {
  WorldMoments score, consistency, votes_agree;
  Outcomes outcomes;
  std::size_t items = 0;  // With a verdict that applies.
  std::size_t compared = 0, flipped = 0;
  Labels labels;      // Of `says:`.
  Measures measures;  // Of `measure:`.
  // Mean pass rate of the items that consistency is of, for what chance would give.
  WorldMoments passing;
};

class Population {
 public:
  explicit Population(const TallyFacts& facts);

  void add(const ScoredItem& item, const ItemView& view);

  // A share over groups: those all of whose items pass.
  WorldMoments groups_passing() const;

  const TallyFacts& facts() const { return *facts_; }

  std::size_t items = 0, asked = 0, unanswered = 0;
  WorldMoments score, consistency, passing;
  InWorlds<Noise> noise;
  ExactSum score_squares;            // Of items' scores as seen.
  std::vector<Headline> headlines;   // Of the first samples alone, of the second, …
  std::vector<WorldMoments> passes;  // As facts().passes.
  std::vector<WorldMoments> areas;
  std::vector<CheckSums> checks;
  ExactSum cost_usd;
  bool cost_known = false;

 private:
  struct GroupPasses {
    bool passed = false, failed = false, open = false;
  };
  void add_check(std::size_t index, const ScoredItem& item, const ItemView& view);
  void add_headlines(const ItemView& view);
  void add_passing(const ItemView& view);

  const TallyFacts* facts_;
  std::unordered_map<Group, GroupPasses> groups_;
  WorldMoments alone_passing_;
};

}  // namespace cairn
