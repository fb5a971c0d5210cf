// A report for pull requests: the verdict first, the evidence after it.
#include <fmt/format.h>

#include <algorithm>

#include "runtime/report/markdown_parts.h"
#include "runtime/report/markdown_text.h"
#include "runtime/report/patterns_markdown.h"
#include "runtime/report/report.h"

namespace cairn {
namespace {

// GitHub's limit for a comment, in characters; bytes are never fewer.
constexpr std::size_t most_of_comment = 65'536;

// By which a bot finds the comment that it wrote before. Nothing in it may end it.
std::string marker(const std::string& eval) {
  std::string name = eval;
  for (auto& c : name)
    if (!(c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
      c = '_';
  return fmt::format("<!-- cairn: {} -->\n", name);
}

std::string_view sign_of(const Summary& summary) {
  const auto verdict = verdict_line(summary);
  if (verdict.starts_with("Goal met")) return "✅ ";
  if (verdict.starts_with("Goal not met")) return "❌ ";
  return verdict.starts_with("Could not be measured") ? "⚠️ " : "";
}

std::string how_to_look(const LoggedRun& run) {
  const auto& summary = run.summary;
  const auto& named = summary.named.empty() ? summary.run : summary.named;
  return fmt::format("To look at it where it was run: {}\n",
                     markdown_code(fmt::format("cairn report {} --format html --open",
                                               named.empty() ? "last" : shortened(named, 200))));
}

std::string patterns_part(const MarkdownScope& scope, bool with_patterns) {
  const auto found = patterns_markdown(scope.report.patterns, scope.choices);
  if (found.empty()) return {};
  return "#### Where it fails most\n\n" +
         (with_patterns ? found : "The patterns that were found have no room here.\n");
}

std::string markdown_document(const MarkdownScope& scope, bool with_patterns) {
  const auto& run = scope.report.run;
  auto text = marker(shortened(run.summary.eval, 100));
  text +=
      fmt::format("\n### {}{}\n", sign_of(run.summary),
                  markdown_text(shortened(verdict_line(run.summary), 3 * scope.room.characters)));
  const auto add = [&](const std::string& part) {
    if (!part.empty()) text += "\n" + part;
  };
  add(markdown_headline(scope));
  add(markdown_comparison(scope));
  for (const auto part : {markdown_checks, markdown_goal, markdown_measures, markdown_notes})
    add(part(scope));
  add(markdown_slices(scope));
  add(patterns_part(scope, with_patterns));
  for (const auto part : {markdown_failures, markdown_open, markdown_worst_items}) add(part(scope));
  add(how_to_look(run));
  return text;
}

}  // namespace

std::string markdown_report(const RunReport& report, const ReportChoices& choices) {
  // Less of every list rather than all of some: what stands last is as good a reason.
  std::string text;
  for (std::size_t divisor = 1; divisor <= 64; divisor *= 2) {
    text = markdown_document({report, choices, MarkdownRoom{}.divided_by(divisor)}, true);
    if (text.size() <= most_of_comment) return text;
    text = markdown_document({report, choices, MarkdownRoom{}.divided_by(divisor)}, false);
    if (text.size() <= most_of_comment) return text;
  }
  return text;
}

}  // namespace cairn
