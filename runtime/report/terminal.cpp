#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/report/details.h"
#include "runtime/report/noise.h"
#include "runtime/report/phrases.h"
#include "runtime/report/sentences.h"
#include "runtime/report/table.h"
#include "runtime/report/terminal.h"

namespace cairn {
namespace {

constexpr std::size_t bar_width = 12;

class Headline {
 public:
  Headline(const Summary& summary, const ReportStyle& style)
      : summary_(summary), style_(style), say_(style) {}

  std::string text() const {
    return title() + wrapped(size_of_run(summary_, say_), style_.width, 2) + "\n\n" + number() +
           others();
  }

 private:
  std::string title() const {
    const auto name = printable(summary_.title.empty() ? summary_.eval : summary_.title);
    std::string facts = printable(summary_.model);
    const auto add = [&](const std::string& fact) {
      if (fact.empty()) return;
      facts += facts.empty() ? fact : std::string(say_.dot()) + fact;
    };
    add(summary_.recorded ? "recorded" : "");
    add(say_.date(summary_.started));
    add(summary_.run.empty() ? "" : "run " + summary_.run);
    const auto used = display_width(name) + display_width(facts);
    if (used + 3 > style_.width) return say_.strong(name) + "\n" + facts + "\n";
    return say_.strong(name) + std::string(style_.width - used, ' ') + facts + "\n";
  }

  // The first of `report:`, large, with both error bars in words.
  std::string number() const {
    const bool is_score = summary_.metrics.empty() || summary_.metrics.front().text == "score";
    if (is_score) return score();
    const auto& first = summary_.metrics.front();
    std::string text = say_.strong(first.text) + "  ";
    if (!first.value)
      return text + std::string(say_.dash()) + "  " + first.why_none + "\n" + score();
    text += say_.strong(metric_value(say_, first.text, *first.value, summary_));
    if (first.interval)
      text += fmt::format("   {} for other items like these", say_.range(*first.interval));
    return text + "\n" + score();
  }

  std::string score() const {
    if (!summary_.score) return say_.strong("Score") + "  none: nothing could be scored\n";
    std::string text = fmt::format("Score  {}   {}", say_.percent(*summary_.score),
                                   fmt::join(error_bars(summary_, say_), say_.dot()));
    text = wrapped(text, style_.width, 7);
    // Coloured after it was broken into lines, so that codes take no room.
    text.replace(0, 5, say_.strong("Score"));
    return text + "\n" + wrapped("       " + what_score_is_of(summary_, say_), style_.width, 7) +
           "\n";
  }

  // The rest of `report:`.
  std::string others() const {
    Table table;
    table.column("");
    table.column("", Table::Align::right);
    table.column("");
    bool any = false;
    for (const auto& metric : summary_.metrics) {
      if (&metric == &summary_.metrics.front() || metric.text == "score" || !metric.reported)
        continue;
      any = true;
      table.row(
          {metric.text,
           metric.value ? metric_value(say_, metric.text, *metric.value, summary_)
                        : std::string(say_.dash()),
           metric.value ? metric.interval ? say_.range(*metric.interval) : "" : metric.why_none});
    }
    return any ? "\n" + table.text(2) : "";
  }

  const Summary& summary_;
  const ReportStyle& style_;
  Phrases say_;
};

// --- the checks ---------------------------------------------------------------

std::string checks_table(const Summary& summary, const ReportStyle& style) {
  const Phrases say(style);
  const bool wide = style.width >= 90;
  Table table;
  for (const auto* heading : {"Check", "Decided by"}) table.column(heading);
  table.column("Score", Table::Align::right);
  table.column("");
  for (const auto* heading : {"95% range", "Same again"})
    table.column(heading, Table::Align::right);
  for (const auto* heading : {"Passed", "Weight"}) table.column(heading);
  for (const auto& check : summary.checks) {
    if (check.is_measure) continue;
    const bool judged = check.score.has_value();
    const auto decided = check.evidence == "none" ? "rule" : check.evidence;
    table.row({check.name, std::string(decided), say.percent(check.score),
               judged && wide ? say.bar(*check.score, bar_width) : "",
               check.interval ? say.range(*check.interval) : "",
               check.consistency ? say.percent(*check.consistency) : "", passed_in_words(check),
               weight_in_words(check, say)});
    if (const auto note = trust_in_words(check); !note.empty())
      table.note(cut_to(printable(note), style.width > 20 ? style.width - 8 : style.width,
                        say.ellipsis()));
  }
  return table.text(2);
}

}  // namespace

std::string report(const Summary& summary, const ReportStyle& style) {
  std::string text = Headline(summary, style).text();
  text += "\n" + checks_table(summary, style);
  for (const auto part : {noise, measures, confusions, notes, slices, failures, open_verdicts,
                          goal_lines, next_steps}) {
    const auto made = part(summary, style);
    if (!made.empty()) text += "\n" + made;
  }
  return text;
}

std::string report_together(const std::vector<Summary>& runs, const ReportStyle& style) {
  const Phrases say(style);
  Table table;
  const bool prompts = std::ranges::any_of(
      runs, [&](const Summary& run) { return run.prompt != runs.front().prompt; });
  for (const auto* heading : {"Eval", "Answers of"}) table.column(heading);
  if (prompts) table.column("Prompt");
  table.column("Score", Table::Align::right);
  table.column("Other items", Table::Align::right);
  table.column("Ran again", Table::Align::right);
  for (const auto* heading : {"Open", "Goal"}) table.column(heading);
  for (const auto& run : runs) {
    std::vector<std::string> cells = {run.eval, printable(run.model)};
    if (prompts) cells.push_back(run.prompt);
    for (auto& cell : {say.percent(run.score), run.margin ? say.points(*run.margin) : "",
                       run.rerun_band ? say.points(*run.rerun_band) : "",
                       run.unanswered > 0 ? counted(run.unanswered, "verdict") : "",
                       run.goal ? std::string(to_string(run.goal->met)) : ""})
      cells.push_back(cell);
    table.row(std::move(cells));
  }
  return table.text(0);
}

}  // namespace cairn
