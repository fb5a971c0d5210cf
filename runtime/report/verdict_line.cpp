#include <fmt/format.h>

#include <algorithm>

#include "lang/words.h"
#include "runtime/report/report.h"
#include "runtime/report/sentences.h"

namespace cairn {
namespace {

constexpr std::size_t most_conditions = 3;

// Of the conditions that came out so, each sentence once.
template <class Words>
std::string conditions_that(Met met, const Goal& goal, const Words& words) {
  std::vector<std::string> said;
  for (const auto& condition : goal.conditions) {
    if (condition.met != met) continue;
    auto sentence = words(condition);
    if (std::ranges::count(said, sentence) == 0) said.push_back(std::move(sentence));
  }
  std::string text;
  for (std::size_t i = 0; i < said.size() && i < most_conditions; ++i)
    text += (i > 0 ? "; " : "") + said[i];
  if (said.size() > most_conditions)
    text += fmt::format("; and {}", counted(said.size() - most_conditions, "more condition"));
  return text;
}

// The note of a run that ended before its end; such a run is no result, unless its goal
// is missed already.
std::string_view ended_early(const Summary& summary) {
  for (const auto& note : summary.notes)
    if (note.starts_with("ended after ") || note.starts_with("interrupted after ")) return note;
  return {};
}

// What there is to say without a goal.
std::string result_in_words(const Summary& summary) {
  const Phrases say(ReportStyle{});
  if (summary.score) return "Score " + say.percent(*summary.score);
  for (const auto& metric : summary.metrics)
    if (metric.value)
      return metric.text + " " + metric_value(say, metric.text, *metric.value, summary);
  for (const auto& check : summary.checks)
    if (check.is_measure && check.mean) return check.name + " " + say.number(*check.mean);
  return {};
}

}  // namespace

std::string verdict_line(const Summary& summary) {
  const auto said = summary.goal ? summary.goal->met : Met::met;
  if (said == Met::not_met)
    return "Goal not met: " + conditions_that(said, *summary.goal, [&](const GoalCondition& one) {
             return condition_in_words(one, summary);
           });
  if (const auto why = ended_early(summary); !why.empty())
    return "Could not be measured: " + std::string(why);
  if (said == Met::could_not_measure)
    return "Could not be measured: " +
           conditions_that(said, *summary.goal, [](const GoalCondition& one) {
             return one.why.empty() ? one.text : one.why;
           });
  const auto result = result_in_words(summary);
  if (result.empty()) return "Could not be measured: nothing could be scored";
  if (!summary.goal) return result + ", no goal";
  return "Goal met";
}

}  // namespace cairn
