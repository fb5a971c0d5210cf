// Two runs held against each other, item by item: statistics.md section 0, 7.
//
// A difference is better or worse only where chance alone would rarely give it, at 5%:
// of the score by its own p, of the checks by theirs with Holm's adjustment, over all
// checks that are compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/logged/logged_run.h"
#include "runtime/stats/paired.h"

namespace cairn {

// cant_tell: what was seen is within what chance alone gives.
enum class ComparisonVerdict { better, worse, cant_tell, not_comparable };
std::string_view to_string(ComparisonVerdict verdict);  // "can't tell"

// An item whose mean went from one side of one half to the other.
struct Crossed {
  std::string id;
  double before = 0, after = 0;
};

// Where most of the items lie that crossed: the value of a slice that stands out most,
// if any does (Fisher's exact test, Bonferroni over all values, 5%).
struct CrossedIn {
  std::string slice, value;  // "item.cuisine", "thai"; of a slice block its name and nothing.
  std::size_t crossed = 0;   // Of those that crossed, so many are in it,
  std::size_t items = 0;     // and so many of all that were compared.
};

struct ComparedCheck {
  std::string name;
  // A measure has no good direction: where it moved more than chance gives, no better
  // and no worse can be said, so its verdict is not_comparable and moved() has the word.
  ComparisonVerdict verdict = ComparisonVerdict::not_comparable;
  std::string why_not;                  // Of what is not comparable: "its rule changed".
  bool is_measure = false;              // Then before and after are means of what was measured.
  std::optional<double> before, after;  // On the items both decided; else on its own run's.
  std::optional<PairedDifference> difference;
  double p_adjusted = 1;              // Holm, over the checks that are compared.
  std::vector<Crossed> fixed, broke;  // In the order of the eval.
  std::optional<CrossedIn> fixed_in, broke_in;
  std::optional<McNemar> mcnemar;  // Where every item was 0 or 1 in both.
  std::optional<double> paired_t_p;
  std::optional<Wilcoxon> wilcoxon;
};

// Of a measure that moved more than chance gives, "higher" or "lower"; else nothing.
std::string_view moved(const ComparedCheck& check);

// What differs between the two runs' definitions and makes scores not comparable,
// or only warns: "check `tone`: its rule", "the model: a → b".
struct DefinitionChange {
  std::string what;
  bool breaks_score = true;
};

struct RunComparison {
  std::string before, after;  // Ids.
  // The score hashes are equal, the same checks count, and there are items in common.
  bool comparable = true;
  std::string why_not;  // In one sentence.
  std::vector<DefinitionChange> changes;
  std::size_t items = 0;                        // Both scored.
  std::size_t only_before = 0, only_after = 0;  // Items that one run alone has or scored.
  // Of one id, but with other fields: not the same items, and so compared nowhere.
  std::vector<std::string> changed_items;
  std::optional<PairedDifference> score;
  ComparisonVerdict verdict = ComparisonVerdict::not_comparable;  // Of the score, at 5%.
  std::vector<Crossed> fixed, broke;
  std::optional<CrossedIn> fixed_in, broke_in;
  std::optional<double> paired_t_p;
  std::optional<Wilcoxon> wilcoxon;
  // Of the two runs' item scores.
  std::optional<double> pearson, spearman, kendall;
  // The difference that so many items can show, 4 times in 5; how many items, all
  // told, would settle one as large as was seen, where it is not settled.
  std::optional<double> detectable;
  std::optional<std::size_t> items_to_settle;
  std::vector<ComparedCheck> checks;  // In the order of `after`; then those it lacks.

  bool anything_worse() const;  // The score, or a check.
};

RunComparison compare(const LoggedRun& before, const LoggedRun& after);

// Several runs over the same items, the best first. Two runs that cannot be told
// apart share a rank: a run's rank is one more than the number of runs that are
// better by the paired test, Holm over all pairs. Runs whose score is made otherwise
// than that of most (of the first, where as many are like the first) come last, without
// a rank: no test can say which of two definitions is the better run.
struct Ranked {
  std::size_t run = 0;              // In the order given.
  std::optional<std::size_t> rank;  // Nothing: not comparable, or no item is in all runs.
  std::optional<double> score;      // On the items that all runs scored.
  std::optional<Interval> interval;
  std::vector<std::size_t> not_told_from;  // Runs, the best first.
};
struct Leaderboard {
  std::size_t items = 0;     // That all runs scored.
  std::size_t left_out = 0;  // That some run has and not all scored, or with other fields.
  std::vector<Ranked> runs;
  std::vector<std::string> warnings;  // Runs that another definition scored: which, what differs.
};
// REQUIRES: runs is not empty.
Leaderboard leaderboard(const std::vector<LoggedRun>& runs);

}  // namespace cairn
