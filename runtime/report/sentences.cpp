#include "runtime/report/sentences.h"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "lang/words.h"

namespace cairn {
namespace {

// "score >= 90%": the side with the metric, the comparison in words, the other side.
struct Wanted {
  std::string_view metric, how, value;
};

struct ComparisonWords {
  std::string_view sign, how, turned;  // turned: of "90% <= score".
};
constexpr std::array comparison_words = {
    ComparisonWords{" >= ", "at least", "at most"}, ComparisonWords{" <= ", "at most", "at least"},
    ComparisonWords{" > ", "more than", "less than"},
    ComparisonWords{" < ", "less than", "more than"}, ComparisonWords{" is ", "", ""}};

// Where `sign` stands outside brackets and quotes: `score[item.topic is "a"] >= 90%`.
std::optional<std::size_t> find_outside(std::string_view text, std::string_view sign) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (depth == 0 && text.substr(at).starts_with(sign)) return at;
    if (c == '[' || c == '(') ++depth;
    if (c == ']' || c == ')') --depth;
  }
  return std::nullopt;
}

bool has_outside(std::string_view text, std::string_view word) {
  return find_outside(text, word).has_value();
}

bool begins_with_number(std::string_view text) {
  return !text.empty() && (text.front() == '-' || (text.front() >= '0' && text.front() <= '9'));
}

// Nothing where it is more than one comparison.
std::optional<Wanted> wanted_in(std::string_view text) {
  if (has_outside(text, " or ") || has_outside(text, " and ") || has_outside(text, " not ") ||
      text.starts_with("not "))
    return std::nullopt;
  for (const auto& words : comparison_words) {
    const auto at = find_outside(text, words.sign);
    if (!at) continue;
    const auto left = text.substr(0, *at), right = text.substr(*at + words.sign.size());
    if (begins_with_number(left)) return Wanted{right, words.turned, left};
    return Wanted{left, words.how, right};
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> error_bars(const Summary& summary, const Phrases& say) {
  std::vector<std::string> bars;
  if (summary.margin)
    bars.push_back(say.points(*summary.margin) + " for other items like these");
  else
    bars.push_back(fmt::format("no error bar: {}", summary.groups == 1
                                                       ? "there is only one item or group"
                                                       : "too few items have a score"));
  if (summary.rerun_band) bars.push_back(say.points(*summary.rerun_band) + " if these ran again");
  if (summary.rerun_band_judges)
    bars.push_back(say.points(*summary.rerun_band_judges) + " of noise by the judges" +
                   (summary.rerun_band_model
                        ? ", " + say.points(*summary.rerun_band_model) + " by the model"
                        : std::string()));
  if (summary.bounds && summary.unanswered > 0)
    bars.push_back(fmt::format(
        "{}{}{} however the {} had come out", say.percent(summary.bounds->low), say.dash(),
        say.percent(summary.bounds->high), counted(summary.unanswered, "open verdict")));
  return bars;
}

std::string what_score_is_of(const Summary& summary, const Phrases& say) {
  std::size_t in_score = 0, weighted = 0;
  for (const auto& check : summary.checks) {
    if (check.is_measure || (check.weight == 0 && !check.must_pass)) continue;
    ++weighted;
    in_score += check.counts ? 1 : 0;
  }
  auto text = fmt::format("mean of {}", counted(summary.items_scored, "item"));
  if (summary.items_scored < summary.items)
    text += fmt::format(" ({} have no score)", summary.items - summary.items_scored);
  text += in_score < weighted ? fmt::format(", {} of {} checks", in_score, weighted)
                              : fmt::format(", {}", counted(weighted, "check"));
  if (summary.consistency)
    text +=
        fmt::format("{}two answers to one item agree {} of the time (chance alone: {})", say.dot(),
                    say.percent(*summary.consistency), say.percent(summary.consistency_chance));
  if (summary.cost_usd) text += fmt::format("{}{}", say.dot(), say.money(*summary.cost_usd));
  return text;
}

std::string size_of_run(const Summary& summary, const Phrases& say) {
  auto text = fmt::format("{}{}{}", counted(summary.checks.size(), "check"), say.dot(),
                          counted(summary.items, "item"));
  if (summary.samples > 1) text += fmt::format(" {} {} samples", say.times(), summary.samples);
  std::string odd;
  const auto add = [&](std::size_t count, std::string_view what) {
    if (count > 0) odd += fmt::format("{}{} {}", odd.empty() ? "" : ", ", count, what);
  };
  add(summary.empty_replies, "empty");
  add(summary.refused, "refused");
  add(summary.cut_short, "cut short");
  add(summary.errors, "without a reply");
  text += fmt::format("{}{}", say.dot(), counted(summary.answers, "answer"));
  if (!odd.empty()) text += fmt::format(" ({})", odd);
  if (summary.left_out > 0)
    text += fmt::format("{}{} without an answer left out", say.dot(),
                        counted(summary.left_out, "item"));
  return text;
}

std::string trust_in_words(const CheckSummary& check) {
  switch (check.trust.trust) {
    case Trust::not_trusted:
      return "does not count: " + check.trust.why;
    case Trust::untested:
      return "untested: " + check.trust.why;
    case Trust::waiting:
      return "waiting: " + check.trust.why;
    case Trust::trusted:
      return check.trust.settled ? "" : "trusted, not settled: " + check.trust.why;
    case Trust::not_needed:
      return "";
  }
  return "";
}

std::string weight_in_words(const CheckSummary& check, const Phrases& say) {
  if (check.is_measure) return "";
  if (check.must_pass) return "must pass";
  if (check.weight == 0) return "reports only";
  return check.weight == 1 ? "" : fmt::format("{}{}", say.times(), say.number(check.weight));
}

std::string passed_in_words(const CheckSummary& check) {
  auto text = fmt::format("{} of {}", check.passed, check.passed + check.failed);
  if (check.unanswered > 0) text += fmt::format(", {} open", check.unanswered);
  return text;
}

std::string_view metric_of(std::string_view condition) {
  const auto wanted = wanted_in(condition);
  return wanted ? wanted->metric : condition.substr(0, condition.find(' '));
}

std::string condition_in_words(const GoalCondition& condition, const Summary& summary) {
  const auto wanted = wanted_in(condition.text);
  if (!wanted || !condition.value)
    return condition.why.empty() ? condition.text : condition.text + ": " + condition.why;
  return fmt::format(
      "{} {} ({}{}{} wanted)", wanted->metric,
      metric_value(Phrases(ReportStyle{}), wanted->metric, *condition.value, summary), wanted->how,
      wanted->how.empty() ? "" : " ", wanted->value);
}

}  // namespace cairn
