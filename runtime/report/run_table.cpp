// The runs as a log: one row each, in the roomiest form that fits the terminal.
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/report/history.h"
#include "runtime/report/phrases.h"
#include "runtime/report/table.h"

namespace cairn {
namespace {

constexpr std::size_t most_told = 3;  // Runs that have not ended, or cannot be read.

// What gives way first stands first: labels move under their run, dates lose their year
// and models their provider, the rerun band goes, models are cut.
struct RunTableForm {
  bool labels_beside = true;
  bool in_full = true;  // The year, the provider, that the answers were recorded.
  bool rerun_band = true;
  std::size_t model_width = 1000;
};
constexpr RunTableForm run_table_forms[] = {
    {},
    {.labels_beside = false},
    {.labels_beside = false, .in_full = false, .model_width = 32},
    {.labels_beside = false, .in_full = false, .rerun_band = false, .model_width = 32},
    {.labels_beside = false, .in_full = false, .rerun_band = false, .model_width = 14},
};

class RunTable {
 public:
  RunTable(const FoundRuns& found, const ReportStyle& style)
      : runs_(found.runs), style_(style), say_(style), evals_(found.eval.empty()) {
    prompts_ = differ([](const Summary& one) { return one.prompt; });
    items_ = differ([](const Summary& one) { return one.items; });
  }

  std::string text() const {
    std::string made;
    for (const auto& form : run_table_forms) {
      made = in_form(form);
      if (widest_line(made) <= style_.width) break;
    }
    return made;
  }

 private:
  template <class Of>
  bool differ(Of of) const {
    const Summary* first = nullptr;
    for (const auto& run : runs_) {
      const auto* one = run.summary();
      if (!one) continue;
      if (first && of(*first) != of(*one)) return true;
      first = one;
    }
    return false;
  }

  static std::size_t widest_line(const std::string& text) {
    std::istringstream lines(text);
    std::size_t widest = 0;
    for (std::string line; std::getline(lines, line);)
      widest = std::max(widest, display_width(line));
    return widest;
  }

  std::string in_form(const RunTableForm& form) const {
    using Align = Table::Align;
    Table table;
    table.column("Run");
    table.column("When");
    table.column("Eval");
    table.column("Answers of");
    table.column("Prompt");
    for (const auto* heading : {"Items", "Score", "", "Other items", "Ran again"})
      table.column(heading, Align::right);
    for (const auto* heading : {"Open", "Goal", "Labels"}) table.column(heading);
    for (const auto& run : runs_) {
      table.row(cells(run, form));
      if (form.labels_beside) continue;
      const auto labels = cut_to(
          labels_of(run), style_.width - std::min<std::size_t>(style_.width, 10), say_.ellipsis());
      if (!labels.empty()) table.note(say_.faint(labels));
    }
    return table.text(0);
  }

  std::vector<std::string> cells(const PastRun& run, const RunTableForm& form) const {
    std::vector<std::string> row = {run.short_id, when(run, form),
                                    evals_ ? printable(run.entry.eval) : std::string()};
    const auto* summary = run.summary();
    const auto add = [&](std::string cell) { row.push_back(std::move(cell)); };
    add(summary ? answers_of(*summary, form) : run.outline ? "not ended" : "unreadable");
    add(summary && prompts_ ? printable(summary->prompt) : "");
    add(summary && items_ ? fmt::format("{}", summary->items) : "");
    add(summary ? say_.percent(summary->score) : std::string(say_.dash()));
    add(summary && !run.comparable ? "*" : "");
    add(summary && summary->margin ? say_.points(*summary->margin) : "");
    add(summary && summary->rerun_band && form.rerun_band ? say_.points(*summary->rerun_band) : "");
    add(summary && summary->unanswered > 0 ? fmt::format("{}", summary->unanswered) : "");
    add(summary && summary->goal ? goal(summary->goal->met) : "");
    add(form.labels_beside ? labels_of(run) : "");
    return row;
  }

  std::string when(const PastRun& run, const RunTableForm& form) const {
    auto text = say_.date(run.time());
    // "23 Nov 2026 16:40"
    if (!form.in_full && text.size() > 11 && text[text.size() - 3] == ':')
      text.erase(text.size() - 11, 5);
    return printable(text);
  }

  std::string answers_of(const Summary& summary, const RunTableForm& form) const {
    const std::string_view model = summary.model;
    const auto shown = form.in_full ? model : without_provider(model);
    auto text = cut_to(printable(shown), form.model_width, say_.ellipsis());
    if (!summary.recorded) return text;
    if (text.empty()) return "recorded";
    return form.in_full ? text + std::string(say_.dot()) + "recorded" : text;
  }

  // "openai/gpt-4o (gpt-4o-2024-08-06)" from its name on.
  static std::string_view without_provider(std::string_view model) {
    const auto slash = model.substr(0, model.find(' ')).find('/');
    return slash == model.npos ? model : model.substr(slash + 1);
  }

  std::string goal(Met met) const {
    if (met == Met::met) return say_.good(to_string(met));
    return met == Met::not_met ? say_.bad("NOT MET") : "not measured";
  }

  std::string labels_of(const PastRun& run) const {
    std::string text;
    if (!run.outline) return text;
    for (const auto& [key, value] : run.outline->labels)
      text += fmt::format("{}{}={}", text.empty() ? "" : " ", printable(key), printable(value));
    return text;
  }

  const std::vector<PastRun>& runs_;
  ReportStyle style_;
  Phrases say_;
  bool evals_, prompts_ = false, items_ = false;
};

// --- under the table ---------------------------------------------------------------------

std::string capped(const std::vector<std::string>& lines, const ReportStyle& style) {
  const Phrases say(style);
  std::string text;
  for (std::size_t i = 0; i < lines.size() && i < most_told; ++i) text += lines[i] + "\n";
  if (lines.size() > most_told)
    text += fmt::format("  {}and {} more\n", say.ellipsis(), lines.size() - most_told);
  return text;
}

std::string other_definitions(const FoundRuns& found, const ReportStyle& style) {
  const bool any = std::ranges::any_of(
      found.runs, [](const PastRun& run) { return run.summary() && !run.comparable; });
  if (!any) return "";
  return wrapped(fmt::format("* scored by another definition than the newest run of {} eval: these "
                             "scores and its cannot be compared",
                             found.eval.empty() ? "that" : "the"),
                 style.width, 2) +
         "\n";
}

// The newest first, as it is the one to go on with.
std::string not_ended(const FoundRuns& found, const ReportStyle& style) {
  const Phrases say(style);
  std::vector<std::string> lines;
  const auto file = found.file.empty() ? std::string("FILE") : printable(found.file);
  for (auto run = found.runs.rbegin(); run != found.runs.rend(); ++run)
    if (run->outline && !run->summary())
      lines.push_back(
          say.faint(fmt::format("  cairn run {} --resume {}", file, printable(run->named))));
  if (lines.empty()) return "";
  return "Ended early, or still running; to go on:\n" + capped(lines, style);
}

std::string unreadable_logs(const FoundRuns& found, const ReportStyle& style) {
  std::vector<std::string> lines;
  for (auto run = found.runs.rbegin(); run != found.runs.rend(); ++run)
    if (!run->outline)
      lines.push_back(
          wrapped(fmt::format("{}: {}", run->short_id, printable(run->why_not)), style.width, 2));
  return capped(lines, style);
}

}  // namespace

std::string run_table(const FoundRuns& found, const ReportStyle& style) {
  std::string under;
  for (const auto part : {other_definitions, not_ended, unreadable_logs})
    under += part(found, style);
  return RunTable(found, style).text() + (under.empty() ? "" : "\n" + under);
}

}  // namespace cairn
