// Failing answers that are alike in their words.
//
// A word tells if it occurs in more of the failing answers than of the others, by more
// than chance (Fisher's exact test; all words adjusted together by Benjamini and
// Hochberg, at 1%: words are a search of their own, and both together must find nothing
// where there is nothing, 19 times in 20), and at least twice as often. Of an item with
// several answers, and of a group, one answer speaks for those that fail and one for the
// others. Where failing answers are longer, length alone makes every word more common:
// a word must then stand out by its rate in so many words too. Words tell in the order of
// their log odds with a prior from all answers (Monroe, Colaresi and Quinn 2008, equation 22).
// There is no list of stop words: what is common in both tells nothing. Answers are then
// put together by telling words that occur together (alike_texts.h).
//
// Where no word tells, the reasons that judges, tools and people gave are put together:
// by words of one check's reasons that occur together more often than by chance.
#pragma once

#include <vector>

#include "runtime/patterns/failure_table.h"
#include "runtime/patterns/patterns.h"

namespace cairn {

struct FailureClusters {
  std::vector<FailureCluster> clusters;  // At most 8, the largest first.
  std::size_t compared = 0;              // Words of failing answers with the others.
};

FailureClusters failure_clusters(const LoggedRun& run, const FailureTable& table);

}  // namespace cairn
