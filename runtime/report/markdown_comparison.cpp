// The part of a Markdown report that says how the run compares with the one before.
#include <fmt/format.h>

#include "lang/words.h"
#include "runtime/report/markdown_parts.h"
#include "runtime/report/markdown_text.h"
#include "runtime/report/sentences.h"

namespace cairn {
namespace {

const Phrases compared_say{ReportStyle{}};

std::string cut_name(const MarkdownScope& scope, std::string_view text) {
  return markdown_code(shortened(text, std::min<std::size_t>(80, scope.room.characters)));
}

// "+10.0 points (+3.1 to +16.9)"
std::string difference_in_points(const PairedDifference& difference) {
  auto text = fmt::format("{:+.1f} points", difference.difference * 100);
  if (difference.interval)
    text += fmt::format(" ({:+.1f} to {:+.1f})", difference.interval->low * 100,
                        difference.interval->high * 100);
  return text;
}

std::string verdict_cell(ComparisonVerdict verdict) {
  const std::string word(to_string(verdict));
  const bool settled = verdict == ComparisonVerdict::better || verdict == ComparisonVerdict::worse;
  return settled ? "**" + word + "**" : word;
}

std::string crossed_line(const MarkdownScope& scope, std::string_view what,
                         const std::vector<Crossed>& crossed) {
  if (crossed.empty()) return {};
  std::string text = fmt::format("{} {}: ", what, counted(crossed.size(), "item"));
  for (std::size_t i = 0; i < crossed.size() && i < scope.room.crossed; ++i)
    text += (i > 0 ? ", " : "") + cut_name(scope, crossed[i].id);
  if (crossed.size() > scope.room.crossed)
    text += fmt::format(", …and {} more", crossed.size() - scope.room.crossed);
  return "- " + text + "\n";
}

std::string value_cell(const ComparedCheck& check, const std::optional<double>& value) {
  if (!value) return std::string(compared_say.dash());
  return check.is_measure ? compared_say.number(*value) : compared_say.percent(*value);
}

std::string checks_compared(const MarkdownScope& scope, const RunComparison& comparison) {
  if (comparison.checks.empty()) return {};
  std::string text =
      "| Check | Before | After | Fixed | Broke | Verdict |\n|---|---:|---:|---:|---:|---|\n";
  // A check that got worse is shown before all others, so that no cut hides it.
  std::vector<const ComparedCheck*> order;
  for (const auto& check : comparison.checks) order.push_back(&check);
  std::ranges::stable_sort(
      order, {}, [](const auto* check) { return check->verdict != ComparisonVerdict::worse; });
  for (std::size_t i = 0; i < order.size() && i < scope.room.checks; ++i) {
    const auto& check = *order[i];
    auto verdict = verdict_cell(check.verdict);
    if (check.verdict == ComparisonVerdict::not_comparable && !check.why_not.empty())
      verdict += ": " + markdown_text(shortened(check.why_not, scope.room.characters));
    else if (check.difference)
      verdict += ", " + p_in_words(check.p_adjusted);
    text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", cut_name(scope, check.name),
                        value_cell(check, check.before), value_cell(check, check.after),
                        check.fixed.size(), check.broke.size(), verdict);
  }
  if (order.size() > scope.room.checks)
    text += fmt::format("\n…and {}\n", counted(order.size() - scope.room.checks, "more check"));
  return text;
}

std::string changed_lines(const MarkdownScope& scope, const RunComparison& comparison) {
  std::string text;
  for (std::size_t i = 0; i < comparison.changes.size() && i < scope.room.notes; ++i)
    text +=
        fmt::format("- changed: {}\n",
                    markdown_text(shortened(comparison.changes[i].what, scope.room.characters)));
  if (comparison.changes.size() > scope.room.notes)
    text += fmt::format("- …and {}\n",
                        counted(comparison.changes.size() - scope.room.notes, "more change"));
  return text;
}

}  // namespace

std::string markdown_comparison(const MarkdownScope& scope) {
  if (!scope.report.comparison) return {};
  const auto& comparison = *scope.report.comparison;
  const auto before = cut_name(scope, comparison.before);
  const auto changed = changed_lines(scope, comparison);
  if (!comparison.comparable)
    return fmt::format("#### Not comparable with run {}\n\n{}\n{}{}", before,
                       markdown_text(shortened(comparison.why_not, scope.room.characters)),
                       changed.empty() ? "" : "\n", changed);
  std::string text =
      fmt::format("#### Compared with run {}: {}\n\n", before, to_string(comparison.verdict));
  if (comparison.score)
    text += fmt::format("Score {} → {}: {}, {}, item by item over {}\n\n",
                        compared_say.percent(comparison.score->before),
                        compared_say.percent(comparison.score->after),
                        difference_in_points(*comparison.score), p_in_words(comparison.score->p),
                        counted(comparison.items, "item"));
  const auto crossed = crossed_line(scope, "fixed", comparison.fixed) +
                       crossed_line(scope, "broke", comparison.broke);
  if (!(crossed + changed).empty()) text += crossed + changed + "\n";
  return text + checks_compared(scope, comparison);
}

}  // namespace cairn
