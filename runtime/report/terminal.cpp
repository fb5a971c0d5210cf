#include "runtime/report/terminal.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/report/details.h"
#include "runtime/report/phrases.h"
#include "runtime/report/table.h"

namespace cairn {
namespace {

constexpr std::size_t bar_width = 12;

class Headline {
 public:
  Headline(const Summary& summary, const ReportStyle& style)
      : summary_(summary), style_(style), say_(style) {}

  std::string text() const {
    return title() + wrapped(counts(), style_.width, 2) + "\n\n" + number() + others();
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

  std::string counts() const {
    auto text = fmt::format("{}{}{}", counted(summary_.checks.size(), "check"), say_.dot(),
                            counted(summary_.items, "item"));
    if (summary_.samples > 1) text += fmt::format(" {} {} samples", say_.times(), summary_.samples);
    std::string odd;
    const auto add = [&](std::size_t count, std::string_view what) {
      if (count > 0) odd += fmt::format("{}{} {}", odd.empty() ? "" : ", ", count, what);
    };
    add(summary_.empty_replies, "empty");
    add(summary_.refused, "refused");
    add(summary_.cut_short, "cut short");
    add(summary_.errors, "without a reply");
    text += fmt::format("{}{}", say_.dot(), counted(summary_.answers, "answer"));
    if (!odd.empty()) text += fmt::format(" ({})", odd);
    if (summary_.left_out > 0)
      text += fmt::format("{}{} without an answer left out", say_.dot(),
                          counted(summary_.left_out, "item"));
    return text;
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
    std::string text = "Score  " + percent_or_points(*summary_.score) + "   " + error_bars();
    text = wrapped(text, style_.width, 7);
    // Coloured after it was broken into lines, so that codes take no room.
    text.replace(0, 5, say_.strong("Score"));
    return text + "\n" + wrapped("       " + mean_of(), style_.width, 7) + "\n";
  }

  std::string percent_or_points(double score) const { return say_.percent(score); }

  std::string error_bars() const {
    std::vector<std::string> bars;
    if (summary_.margin)
      bars.push_back(say_.points(*summary_.margin) + " for other items like these");
    else
      bars.push_back(fmt::format("no error bar: {}", summary_.groups == 1
                                                         ? "there is only one item or group"
                                                         : "too few items have a score"));
    if (summary_.rerun_band)
      bars.push_back(say_.points(*summary_.rerun_band) + " if these ran again");
    if (summary_.rerun_band_judges)
      bars.push_back(say_.points(*summary_.rerun_band_judges) + " of noise by the judges" +
                     (summary_.rerun_band_model
                          ? ", " + say_.points(*summary_.rerun_band_model) + " by the model"
                          : std::string()));
    if (summary_.bounds && summary_.unanswered > 0)
      bars.push_back(fmt::format(
          "{}{}{} however the {} had come out", say_.percent(summary_.bounds->low), say_.dash(),
          say_.percent(summary_.bounds->high), counted(summary_.unanswered, "open verdict")));
    return fmt::format("{}", fmt::join(bars, say_.dot()));
  }

  std::string mean_of() const {
    std::size_t in_score = 0, weighted = 0;
    for (const auto& check : summary_.checks) {
      if (check.is_measure || (check.weight == 0 && !check.must_pass)) continue;
      ++weighted;
      in_score += check.counts ? 1 : 0;
    }
    auto text = fmt::format("mean of {}", counted(summary_.items_scored, "item"));
    if (summary_.items_scored < summary_.items)
      text += fmt::format(" ({} have no score)", summary_.items - summary_.items_scored);
    text += in_score < weighted ? fmt::format(", {} of {} checks", in_score, weighted)
                                : fmt::format(", {}", counted(weighted, "check"));
    if (summary_.consistency)
      text += fmt::format("{}two answers to one item agree {} of the time (chance alone: {})",
                          say_.dot(), say_.percent(*summary_.consistency),
                          say_.percent(summary_.consistency_chance));
    if (summary_.cost_usd) text += fmt::format("{}{}", say_.dot(), say_.money(*summary_.cost_usd));
    return text;
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

std::string weight_of(const CheckSummary& check, const Phrases& say) {
  if (check.is_measure) return "";
  if (check.must_pass) return "must pass";
  if (check.weight == 0) return "reports only";
  return check.weight == 1 ? "" : fmt::format("{}{}", say.times(), say.number(check.weight));
}

std::string note_of(const CheckSummary& check) {
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

std::string count_of(const CheckSummary& check) {
  auto text = fmt::format("{} of {}", check.passed, check.passed + check.failed);
  if (check.unanswered > 0) text += fmt::format(", {} open", check.unanswered);
  return text;
}

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
               check.consistency ? say.percent(*check.consistency) : "", count_of(check),
               weight_of(check, say)});
    if (const auto note = note_of(check); !note.empty())
      table.note(cut_to(printable(note), style.width > 20 ? style.width - 8 : style.width,
                        say.ellipsis()));
  }
  return table.text(2);
}

}  // namespace

std::string report(const Summary& summary, const ReportStyle& style) {
  std::string text = Headline(summary, style).text();
  text += "\n" + checks_table(summary, style);
  for (const auto part :
       {measures, confusions, notes, slices, failures, open_verdicts, goal_lines, next_steps}) {
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
