// From sums over items to the Summary.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "runtime/stats/population.h"
#include "runtime/summary.h"

namespace cairn {

struct SliceSums {
  std::size_t items = 0;
  WorldMoments score;
};

// The items that a metric picks: `score[thai]`, `score[item.cuisine is "thai"]`.
struct Picked {
  const Expr* metric = nullptr;
  std::size_t place = 0;      // In ScoredItem::slices, or in ScoredItem::picked.
  bool by_condition = false;  // Then in `picked`.
  Population population;

  bool holds(const ScoredItem& item) const;
};

struct Sums {
  explicit Sums(const TallyFacts& facts);

  Population all;
  std::vector<Picked> picked;
  std::vector<std::map<std::string, SliceSums>> slices;  // Of each slice of the plan, by value.
  std::size_t samples = 0, answers = 0;
  std::size_t empty = 0, refused = 0, cut_short = 0, errors = 0;
  std::set<std::string> models;
  std::set<std::pair<double, std::string>> worst;
};

// All but the reasons and what only the run knows.
Summary summarize(const TallyFacts& facts, const Sums& sums);

}  // namespace cairn
