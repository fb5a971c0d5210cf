// What an eval can still show: how much room is left above the newest score, which items
// every run passes or fails, which tell good answers from bad ones.
//
// Of runs with the same score hash. Only counts and correlations; what follows from them
// is for people to say, as an item may be worth its place though everybody passes it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/logged/logged_run.h"

namespace cairn {

// An answer passes if no check that counts failed, as for pass@K.
struct ItemStanding {
  std::string item;
  std::size_t runs = 0, answers = 0;  // That passed or failed.
  double score = 0;                   // Mean of its answers.
  // Of an item that no answer passed: the checks that failed all of them they decided.
  std::vector<std::string> failed_checks;
};

// How an item goes with the rest: the correlation, over answers, of its score and the
// mean score of the other items in the same run and sample (item-total correlation,
// corrected for the item itself; of an item that passes or fails, the point-biserial).
struct ItemDiscrimination {
  std::string item;
  std::size_t answers = 0;
  double correlation = 0;
  // A run's answers go up and down together, so with several runs p is as if each were one
  // answer; 1 for two runs. Adjusted over the items (Benjamini and Hochberg 1995).
  double p = 1, p_adjusted = 1;
};

struct Saturation {
  static constexpr std::size_t fewest_answers = 5;  // For an item's correlation.

  std::size_t runs = 0;      // With answers of their own.
  std::size_t repeated = 0;  // Runs that scored the answers of another once more.
  std::size_t answers = 0;   // Of one item, in all runs: the most there are.
  std::size_t items = 0;     // With an answer that passed or failed.
  // The newest run's. At the ceiling: its interval ends at 100%, as it is printed.
  std::optional<double> score;
  std::optional<Interval> interval;
  bool at_ceiling = false;
  std::vector<std::string> passed_checks;  // That count, and failed no answer of any run.
  // Of items with two answers, and two runs if there are two: what all answers passed, and
  // what none did, the lowest score first.
  std::vector<ItemStanding> passed, failed;
  std::size_t unvarying = 0;  // Items whose answers all came to the same score.
  std::vector<ItemDiscrimination> discrimination;  // The highest correlation first.
};

class SaturationCounts {
 public:
  SaturationCounts();
  ~SaturationCounts();
  SaturationCounts(const SaturationCounts&) = delete;
  SaturationCounts& operator=(const SaturationCounts&) = delete;

  // Oldest first. Answers that were scored before are not counted again, as they would
  // make chance look like a pattern. REQUIRES: all have the same score hash.
  void add(const LoggedRun& run);

  Saturation finish() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cairn
