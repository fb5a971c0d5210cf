// How patterns are said to people, in the terminal and in Markdown. Texts of strangers
// come out as they are: whoever prints them makes them safe.
#pragma once

#include <string>
#include <string_view>

#include "runtime/patterns/patterns.h"
#include "runtime/report/phrases.h"

namespace cairn {

// What fails: "quantities_match", or "the score".
std::string what_fails(std::string_view check);

// `slice "long videos"`, `item.cuisine "thai"`.
std::string said_of_items(const GatheredFailures& gathered);

// "fails 59% of 78 items · others 25%".
std::string said_of_shares(const GatheredFailures& gathered, const Phrases& say);

// "the number of item.ingredients", "the words of the answer", "item.minutes".
std::string said_of_number(std::string_view field);

// "fails rise with item.minutes, 2 to 90".
std::string said_of_trend(const FailureTrend& trend, const Phrases& say);

// "▁▁▂▃▅▇": a mark a bin, from nothing that fails to the most.
std::string failing_histogram(const FailureTrend& trend, const ReportStyle& style);

// "fail together on 31 answers, 8 by chance"; of twins that they always agree.
std::string said_of_pair(const FailingTogether& pair, const Phrases& say);

// "p=0.0004", of the adjusted p; "p<0.0001".
std::string said_of_p(double p);

// How many comparisons were made, and that nothing stands out if so.
std::string said_of_comparisons(const Patterns& patterns);

// Nothing was compared and nothing found.
bool nothing_compared(const Patterns& patterns);

}  // namespace cairn
