// Sentences about a run that every report says the same way. They are plain text:
// whoever shows them makes them safe for the form they stand in.
#pragma once

#include <string>
#include <vector>

#include "runtime/report/phrases.h"

namespace cairn {

// The result's large words: "±3.9 for other items like these", "±2.1 if these ran
// again", … REQUIRES: there is a score.
std::vector<std::string> error_bars(const Summary& summary, const Phrases& say);

// "mean of 200 items, 9 of 10 checks · two answers to one item agree …"
std::string what_score_is_of(const Summary& summary, const Phrases& say);

// "7 checks · 12 items × 3 samples · 36 answers (2 empty)"
std::string size_of_run(const Summary& summary, const Phrases& say);

// "does not count: …", "untested: …", "waiting: …", "trusted, not settled: …"; empty.
std::string trust_in_words(const CheckSummary& check);
// "must pass", "reports only", "×3"; empty where it is 1.
std::string weight_in_words(const CheckSummary& check, const Phrases& say);
// "31 of 36, 2 open"
std::string passed_in_words(const CheckSummary& check);

// What a condition of a goal is about: "score" of "score >= 90%" and of "90% <= score".
std::string_view metric_of(std::string_view condition);

// "score 86.3% (at least 90% wanted)": a condition of a goal and what came of it.
std::string condition_in_words(const GoalCondition& condition, const Summary& summary);

}  // namespace cairn
