// What a `says:` check said against what it should have said: the confusion table
// and what is computed of it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lang/score_check.h"
#include "runtime/stats/moments.h"
#include "runtime/summary.h"

namespace cairn {

// Precision, recall and F1 are plain means over the labels that occur on either
// side, 0 where undefined (scikit-learn's "macro"); an answer that said nothing has
// no label, but its item was missed. Kappa is Cohen's, of said and should say.
enum class LabelMetric { precision, recall, f1, kappa };

class Labels {
 public:
  // Of all samples of one item.
  void add(std::span<const Said* const> said, Group group);

  bool empty() const { return cells_.empty(); }
  // The most common cells first.
  std::vector<ConfusionCell> confusion() const;
  std::optional<double> value(LabelMetric metric) const;
  // By linearisation: how the metric moves with each cell, and how the cells move
  // from group to group; then as interval_of(), for kappa by t.
  std::optional<Interval> interval(LabelMetric metric) const;

 private:
  using Cell = std::pair<std::string, std::string>;  // Said, should say.
  struct Count {
    std::uint32_t number = 0;  // In order of arrival.
    double count = 0;
  };
  double squared_distances(const std::vector<double>& slopes) const;

  std::map<Cell, Count> cells_;
  // Items alone: how often two cells came together in one, by their numbers.
  std::unordered_map<std::uint64_t, double> together_;
  // Items in groups: how often each cell came in each.
  std::map<std::pair<Group, std::uint32_t>, double> by_group_;
  std::size_t items_ = 0;
};

}  // namespace cairn
