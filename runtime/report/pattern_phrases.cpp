#include "runtime/report/pattern_phrases.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "lang/words.h"
#include "runtime/report/noise.h"
#include "runtime/report/phrases.h"

namespace cairn {
namespace {

// "fails 59%": as shares of few items need no more.
std::string in_whole_percent(double share) { return fmt::format("{:.0f}%", whole_percent(share)); }

bool cut_end(std::string_view& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  return true;
}

bool stands_out_anywhere(const Patterns& patterns) {
  return !patterns.gathered.empty() || !patterns.trends.empty() || !patterns.together.empty() ||
         !patterns.clusters.empty();
}

}  // namespace

std::string what_fails(std::string_view check) {
  return check.empty() ? "the score" : std::string(check);
}

std::string said_of_items(const GatheredFailures& gathered) {
  return gathered.value.empty() && !gathered.field.starts_with("item.")
             ? fmt::format("slice \"{}\"", gathered.field)
             : fmt::format("{} \"{}\"", gathered.field, gathered.value);
}

std::string said_of_shares(const GatheredFailures& gathered, const Phrases& say) {
  return fmt::format("fails {} of {}{}others {}", in_whole_percent(gathered.failing),
                     counted(gathered.items, "item"), say.dot(),
                     in_whole_percent(gathered.others_failing));
}

std::string said_of_number(std::string_view field) {
  const bool words = cut_end(field, " (words)");
  const bool number = !words && cut_end(field, " (number)");
  if (words && field == "answer") return "the words of the answer";
  return (words ? "the words of " : number ? "the number of " : "") + std::string(field);
}

std::string said_of_trend(const FailureTrend& trend, const Phrases& say) {
  auto made = (trend.rank_correlation > 0 ? "fails rise with " : "fails fall with ") +
              said_of_number(trend.field);
  if (!trend.bins.empty())
    made += fmt::format(", {} to {}", say.number(trend.bins.front().low),
                        say.number(trend.bins.back().high));
  return made;
}

std::string failing_histogram(const FailureTrend& trend, const ReportStyle& style) {
  // No bin is blank, so that it can be seen how many there are.
  std::vector<std::size_t> shares;
  for (const auto& bin : trend.bins)
    shares.push_back(static_cast<std::size_t>(std::max(1.0, std::round(bin.failing * 10'000))));
  return blocks(shares, style);
}

std::string said_of_pair(const FailingTogether& pair, const Phrases& say) {
  if (pair.only_a == 0 && pair.only_b == 0)
    return fmt::format("always fail together, on {}: the two say the same",
                       counted(pair.both, "answer"));
  return fmt::format(
      "fail together on {}{}{:.0f} by chance{}one alone on {}", counted(pair.both, "answer"),
      say.dot(), static_cast<double>(pair.both) / pair.lift, say.dot(), pair.only_a + pair.only_b);
}

std::string said_of_p(double p) {
  return p < 0.0001 ? "p<0.0001" : fmt::format("p={:.{}f}", p, p < 0.001 ? 4 : 3);
}

std::string said_of_comparisons(const Patterns& patterns) {
  auto made = counted(patterns.compared, "comparison");
  if (patterns.words_compared > 0) made += " and " + counted(patterns.words_compared, "word");
  if (stands_out_anywhere(patterns))
    return "Of " + made + ", with p adjusted for so many (Benjamini-Hochberg).";
  return "Nothing stands out in " + made + ", with p adjusted for so many.";
}

bool nothing_compared(const Patterns& patterns) {
  return patterns.compared == 0 && patterns.words_compared == 0 && patterns.unsteady.empty() &&
         !stands_out_anywhere(patterns);
}

}  // namespace cairn
