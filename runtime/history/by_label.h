// Scores by the value of a label: `data_mix=v3`, `checkpoint=4000`. Runs of one value are
// taken together, item by item, so that more of them make its score surer.
//
// Only items that every value scored are used, or a value that was given harder items
// would look worse than it is.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/logged/logged_run.h"
#include "runtime/stats/ranks.h"

namespace cairn {

// The score, or one check, under one value.
struct LabelScore {
  std::size_t items = 0;
  std::optional<double> score;       // Of a measure: the mean value.
  std::optional<Interval> interval;  // 95%.
};

struct LabelValue {
  std::string value;
  std::vector<std::string> runs;  // Ids.
  LabelScore score;
  std::vector<LabelScore> checks;  // As ByLabel::checks.
};

struct LabelCheck {
  std::string name;
  bool is_measure = false;
  bool common = true;  // Of items that every value decided; else each value's own.
};

struct ByLabel {
  std::string label;
  std::size_t items = 0;  // That any value scored.
  bool common = true;     // As of a check, of the score.
  bool numbers = false;   // All values are.
  std::vector<LabelCheck> checks;
  std::vector<LabelValue> values;    // By number if all are; else as people count: v2, v10.
  std::optional<Correlation> trend;  // Of values that are numbers, and the scores.
  // Checks that count in some of the runs and not in others: by name.
  std::vector<std::string> counted_in_some;
};

// Takes runs one by one, so that none has to be kept.
class LabelScores {
 public:
  explicit LabelScores(std::string label);
  ~LabelScores();
  LabelScores(const LabelScores&) = delete;
  LabelScores& operator=(const LabelScores&) = delete;

  // REQUIRES: all runs have the same score hash.
  void add(const LoggedRun& run, std::string_view value);

  ByLabel finish() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cairn
