#include "runtime/report/markdown_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "lang/words.h"
#include "runtime/report/html/report_data.h"
#include "runtime/report/markdown_text.h"
#include "runtime/report/sentences.h"
#include "runtime/report/tried.h"

namespace cairn {
namespace {

const Phrases in_markdown{ReportStyle{}};

std::string cut_text(const MarkdownScope& scope, std::string_view text) {
  return markdown_text(shortened(text, scope.room.characters));
}

// Of names and ids, which are short unless somebody means harm.
std::string cut_code(const MarkdownScope& scope, std::string_view text) {
  return markdown_code(shortened(text, std::min<std::size_t>(80, scope.room.characters)));
}

std::string and_more(std::size_t all, std::size_t shown, std::string_view thing) {
  if (all <= shown) return {};
  return fmt::format("…and {}\n", counted(all - shown, fmt::format("more {}", thing)));
}

// Under a table: without an empty line it would be a row.
std::string and_more_below(std::size_t all, std::size_t shown, std::string_view thing) {
  const auto more = and_more(all, shown, thing);
  return more.empty() ? more : "\n" + more;
}

// "`a`, `b`, …and 3 more"
std::string code_list(const MarkdownScope& scope, const std::vector<std::string>& names,
                      std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < most; ++i)
    text += (i > 0 ? ", " : "") + cut_code(scope, names[i]);
  if (names.size() > most) text += fmt::format(", …and {} more", names.size() - most);
  return text;
}

using MarkdownCells = std::vector<std::string>;

std::string markdown_row(const MarkdownCells& cells) {
  std::string line = "|";
  for (const auto& cell : cells) line += " " + cell + " |";
  return line + "\n";
}

std::string share_range(const std::optional<Interval>& interval) {
  return interval ? in_markdown.range(*interval) : "";
}

// Those that did worst where not all have room, in the order of the eval.
std::vector<const CheckSummary*> checks_shown(const Summary& summary, std::size_t most) {
  std::vector<const CheckSummary*> shown;
  for (const auto& check : summary.checks)
    if (!check.is_measure) shown.push_back(&check);
  if (shown.size() <= most) return shown;
  std::ranges::stable_sort(shown, {},
                           [](const CheckSummary* check) { return check->score.value_or(-1); });
  shown.resize(most);
  std::ranges::sort(shown);
  return shown;
}

std::string joined_notes(std::string first, const std::string& second) {
  if (first.empty() || second.empty()) return first + second;
  return first + "; " + second;
}

}  // namespace

MarkdownRoom MarkdownRoom::divided_by(std::size_t divisor) const {
  const auto part = [divisor](std::size_t all, std::size_t least) {
    return std::max(least, all / divisor);
  };
  return {part(checks, 5),  part(conditions, 3), part(slices, 3),  part(notes, 3),
          part(reasons, 1), part(items, 2),      part(crossed, 2), part(characters, 24)};
}

std::string markdown_headline(const MarkdownScope& scope) {
  const auto& summary = scope.report.run.summary;
  std::string facts = "**" + cut_text(scope, summary.title.empty() ? summary.eval : summary.title);
  facts += "**";
  const auto add = [&facts](const std::string& fact) {
    if (!fact.empty()) facts += " · " + fact;
  };
  add(summary.model.empty() ? "" : cut_code(scope, summary.model));
  add(summary.recorded ? "recorded" : "");
  add(cut_text(scope, in_markdown.date(summary.started)));
  add(summary.run.empty() ? "" : "run " + cut_code(scope, summary.run));
  facts += "\\\n" + size_of_run(summary, in_markdown) + "\n\n";
  if (!summary.score) return facts + "Score: none, nothing could be scored\n";
  facts += fmt::format("Score **{}**", in_markdown.percent(*summary.score));
  for (const auto& bar : error_bars(summary, in_markdown)) facts += " · " + bar;
  return facts + "\\\n" + markdown_text(what_score_is_of(summary, in_markdown)) + "\n";
}

std::string markdown_goal(const MarkdownScope& scope) {
  const auto& summary = scope.report.run.summary;
  if (!summary.goal) return {};
  // What is not met comes first, so that no cut hides it.
  std::vector<const GoalCondition*> order;
  for (const auto& condition : summary.goal->conditions) order.push_back(&condition);
  std::ranges::stable_sort(order, {}, [](const auto* one) { return one->met == Met::met; });
  std::string text = markdown_row({"Goal", "", "", ""}) + "|---|---:|---|---|\n";
  for (std::size_t i = 0; i < order.size() && i < scope.room.conditions; ++i) {
    const auto& one = *order[i];
    const auto metric = metric_of(one.text);
    const auto value =
        one.value ? metric_value(in_markdown, metric, *one.value, summary) : std::string();
    const auto met = std::string(to_string(one.met));
    text += markdown_row({cut_code(scope, one.text), value,
                          one.met == Met::met ? met : "**" + met + "**",
                          one.met == Met::could_not_measure ? cut_text(scope, one.why) : ""});
  }
  return text + and_more_below(order.size(), scope.room.conditions, "condition");
}

std::string markdown_checks(const MarkdownScope& scope) {
  const auto& summary = scope.report.run.summary;
  const auto shown = checks_shown(summary, scope.room.checks);
  if (shown.empty()) return {};
  std::string text = markdown_row({"Check", "Score", "95% range", "Same again", "Passed", "Note"}) +
                     "|---|---:|---:|---:|---|---|\n";
  for (const auto* check : shown)
    text += markdown_row({cut_code(scope, check->name), in_markdown.percent(check->score),
                          share_range(check->interval),
                          check->consistency ? in_markdown.percent(*check->consistency) : "",
                          passed_in_words(*check),
                          joined_notes(weight_in_words(*check, in_markdown),
                                       cut_text(scope, trust_in_words(*check)))});
  const auto all = static_cast<std::size_t>(
      std::ranges::count(summary.checks, false, &CheckSummary::is_measure));
  if (all > shown.size())
    text +=
        fmt::format("\n…and {}, which did no worse\n", counted(all - shown.size(), "more check"));
  return text;
}

std::string markdown_measures(const MarkdownScope& scope) {
  std::string rows;
  std::size_t all = 0;
  const auto number = [](const std::optional<double>& value) {
    return value ? in_markdown.number(*value) : std::string(in_markdown.dash());
  };
  for (const auto& check : scope.report.run.summary.checks) {
    if (!check.is_measure || ++all > scope.room.checks) continue;
    rows += markdown_row({cut_code(scope, check.name), number(check.mean), number(check.median),
                          number(check.p95), fmt::format("{}", check.measured)});
  }
  if (rows.empty()) return {};
  return markdown_row({"Measured", "Mean", "Median", "95th percentile", "Answers"}) +
         "|---|---:|---:|---:|---:|\n" + rows + and_more_below(all, scope.room.checks, "measure");
}

std::string markdown_notes(const MarkdownScope& scope) {
  const auto& notes = scope.report.run.summary.notes;
  std::string text;
  for (std::size_t i = 0; i < notes.size() && i < scope.room.notes; ++i)
    text += "- ⚠️ " + cut_text(scope, notes[i]) + "\n";
  if (notes.size() > scope.room.notes)
    text += "- " + and_more(notes.size(), scope.room.notes, "note");
  return text;
}

std::string markdown_slices(const MarkdownScope& scope) {
  const auto& slices = scope.report.run.summary.slices;
  if (slices.empty()) return {};
  std::string text = markdown_row({"Slice", "", "Items", "Score", "95% range", ""}) +
                     "|---|---|---:|---:|---:|---|\n";
  for (std::size_t i = 0; i < slices.size() && i < scope.room.slices; ++i) {
    const auto& slice = slices[i];
    text += markdown_row({cut_code(scope, slice.slice), cut_text(scope, slice.value),
                          fmt::format("{}", slice.items), in_markdown.percent(slice.score),
                          share_range(slice.interval),
                          slice.items < SliceSummary::few_items ? "few items" : ""});
  }
  return text + and_more_below(slices.size(), scope.room.slices, "slice");
}

namespace {

std::string reasons_part(const MarkdownScope& scope, std::string_view heading,
                         std::vector<Reason> CheckSummary::*which) {
  if (scope.choices.redact) return {};  // Reasons quote answers.
  const auto total = [which](const CheckSummary* check) {
    std::size_t sum = 0;
    for (const auto& reason : check->*which) sum += reason.count;
    return sum;
  };
  std::vector<const CheckSummary*> order;
  for (const auto& check : scope.report.run.summary.checks)
    if (!(check.*which).empty()) order.push_back(&check);
  if (order.empty()) return {};
  std::ranges::stable_sort(order, std::greater{}, total);
  std::string text = fmt::format("#### {}\n\n", heading);
  for (std::size_t i = 0; i < order.size() && i < scope.room.checks; ++i) {
    const auto& reasons = order[i]->*which;
    text += fmt::format("- {}\n", cut_code(scope, order[i]->name));
    for (std::size_t k = 0; k < reasons.size() && k < scope.room.reasons; ++k)
      text += fmt::format("  - {}× {} ({})\n", reasons[k].count, cut_text(scope, reasons[k].why),
                          code_list(scope, reasons[k].items, 3));
    if (reasons.size() > scope.room.reasons)
      text += "  - " + and_more(reasons.size(), scope.room.reasons, "reason");
  }
  if (order.size() > scope.room.checks)
    text += "- " + and_more(order.size(), scope.room.checks, "check");
  return text;
}

// What one check said of an item's answers, if anything was wrong: "failed in 2 of 3: why".
std::string wrong_in_words(const MarkdownScope& scope, const LoggedItem& item, std::size_t check) {
  std::size_t failed = 0, open = 0;
  std::string why;
  for (const auto& sample : item.scored.samples) {
    const auto& outcome = sample.checks[check].outcome;
    const auto* scored = std::get_if<Scored>(&outcome);
    const bool fails = scored && !scored->passed;
    const bool is_open = std::holds_alternative<Unanswered>(outcome);
    failed += fails ? 1 : 0;
    open += is_open ? 1 : 0;
    if ((fails || is_open) && why.empty()) why = why_of(outcome);
  }
  if (failed + open == 0) return {};
  const auto samples = item.scored.samples.size();
  const auto times = samples > 1 ? fmt::format(" in {} of {}", failed > 0 ? failed : open, samples)
                                 : std::string();
  std::string text = (failed > 0 ? "failed" : "could not be judged") + times;
  if (!why.empty() && !scope.choices.redact) text += ": " + cut_text(scope, why);
  return text;
}

std::string wrong_item(const MarkdownScope& scope, const LoggedItem& item) {
  std::string lines;
  std::size_t wrong = 0;
  const auto& checks = scope.report.run.plan.checks;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const auto said = wrong_in_words(scope, item, i);
    if (said.empty() || ++wrong > scope.room.items) continue;
    lines += fmt::format("  - {} {}\n", cut_code(scope, checks[i].check.heading.name), said);
  }
  if (wrong > scope.room.items) lines += "  - " + and_more(wrong, scope.room.items, "check");
  return lines;
}

}  // namespace

std::string markdown_failures(const MarkdownScope& scope) {
  return reasons_part(scope, "Why answers failed", &CheckSummary::failures);
}

std::string markdown_open(const MarkdownScope& scope) {
  return reasons_part(scope, "Could not be judged (counted as neither passed nor failed)",
                      &CheckSummary::open);
}

std::string markdown_worst_items(const MarkdownScope& scope) {
  const auto& run = scope.report.run;
  std::map<std::string_view, const LoggedItem*> by_id;
  for (const auto& item : run.items) by_id.emplace(item.scored.id, &item);
  std::string text;
  std::size_t shown = 0;
  for (const auto& [id, score] : run.summary.worst_items) {
    const auto found = by_id.find(id);
    if (found == by_id.end() || shown >= scope.room.items) continue;
    const auto wrong = wrong_item(scope, *found->second);
    if (wrong.empty()) continue;
    ++shown;
    text += fmt::format("- {} {}\n{}", cut_code(scope, id), in_markdown.percent(score), wrong);
  }
  if (text.empty()) return text;
  const auto all = static_cast<std::size_t>(std::ranges::count_if(run.items, failed_or_open));
  if (all > shown) text += "- " + and_more(all, shown, "item");
  return "#### Look at these first\n\n" + text;
}

}  // namespace cairn
