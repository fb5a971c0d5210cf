// Patterns of wrong answers: where they gather, what goes with them, and which of
// them are alike. Found in the items of one run, without a model, the same each time.
//
// Hundreds of comparisons find something by chance alone, so the p-values of all
// that were made together are adjusted (Benjamini and Hochberg 1995), and only what
// stands out at 5% is called a pattern. Words are far more than all else that is
// compared, and are adjusted among themselves (failure_clusters.h).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runtime/logged/logged_run.h"

namespace cairn {

// Items that share a value of a field, or are in a slice, against all others. Only
// those that fail more than the others are told of.
struct GatheredFailures {
  std::string check;         // Empty: the score as a whole.
  std::string field, value;  // "item.cuisine", "thai"; of a slice block its name and nothing.
  std::size_t items = 0, others = 0;
  double failing = 0, others_failing = 0;  // Shares: 1 - mean score.
  double lift = 1;                         // failing over the share in all items.
  double p = 1, p_adjusted = 1;
  std::vector<std::string> worst;  // Ids of a few failing items, the worst first.
};

// A number of the item (a field, the length of a text, the number of a list's
// elements) against failing: the more, the worse, or the better.
struct FailureTrend {
  std::string check;            // Empty: the score as a whole.
  std::string field;            // "item.minutes", "item.ingredients (number)",
                                // "item.question (words)", "answer (words)".
  double rank_correlation = 0;  // Spearman's, of the number and failing.
  double p = 1, p_adjusted = 1;
  struct Bin {
    double low = 0, high = 0;  // Of the number; both included.
    std::size_t items = 0;
    double failing = 0;
  };
  std::vector<Bin> bins;  // At most 8, of about as many items each.
};

// Two checks that fail on the same answers more often than by chance.
struct FailingTogether {
  std::string a, b;
  std::size_t both = 0, only_a = 0, only_b = 0, neither = 0;  // Answers both decided.
  double lift = 1;                                            // both over what chance would give.
  double p = 1, p_adjusted = 1;
};

// Failing answers that share words which other answers lack.
struct FailureCluster {
  std::vector<std::string> words;  // The most telling first, in lower case.
  bool of_reasons = false;         // The words are of what the check said of the answers.
  std::size_t answers = 0, items = 0;
  std::vector<std::string> checks;  // That fail most in it.
  std::vector<std::string> ids;     // Of a few items, in the order of the eval.
};

struct ItemConsistency {
  std::string id;
  double score = 0, consistency = 1;  // Chance that two of its samples agree in passing.
};

struct Patterns {
  std::size_t compared = 0;                // Comparisons made in all, but for words.
  std::size_t words_compared = 0;          // Of failing answers with the others.
  std::vector<GatheredFailures> gathered;  // By p_adjusted; those below 5% alone.
  std::vector<FailureTrend> trends;        // Likewise.
  std::vector<FailingTogether> together;   // Likewise.
  std::vector<FailureCluster> clusters;    // The largest first.
  std::vector<ItemConsistency> unsteady;   // Whose samples agree least; of runs with several.
};

// REQUIRES: each sample has a result for each check of the plan.
Patterns patterns_of(const LoggedRun& run);

}  // namespace cairn
