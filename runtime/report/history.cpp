#include "runtime/report/history.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/report/phrases.h"
#include "runtime/report/score_chart.h"
#include "runtime/report/table.h"

namespace cairn {
namespace {

std::string chart_of(const std::vector<const PastRun*>& comparable, const ReportStyle& style) {
  std::vector<ChartBar> bars;
  for (const auto* run : comparable)
    bars.push_back({run->short_id, *run->summary()->score, run->summary()->interval});
  return score_chart(bars, style);
}

std::string heading_of_chart(std::size_t runs, const ReportStyle& style) {
  const Phrases say(style);
  const auto shown = std::min(runs, bars_that_fit(style));
  const auto whose = shown < runs ? fmt::format("the newest {} of {} comparable runs", shown, runs)
                                  : fmt::format("{}", counted(runs, "comparable run"));
  return fmt::format("{} of {}, with 95% ranges\n", say.strong("Score"), whose);
}

std::string_view words_for(AgainstErrorBars found) {
  switch (found) {
    case AgainstErrorBars::within:
      return "within the error bars";
    case AgainstErrorBars::beyond:
      return "beyond the error bars";
    case AgainstErrorBars::unknown:
      return "with no error bars to hold it against";
  }
  return "";
}

std::string difference_in_words(double difference) {
  if (difference == 0) return "the same";
  return fmt::format("{:.1f} points {}", std::abs(difference) * 100,
                     difference > 0 ? "more" : "less");
}

std::string change_in_words(const ScoreChange& change, const ReportStyle& style) {
  const Phrases say(style);
  auto text = fmt::format("{} to {}: {} to {}, {}, {}.", change.before->short_id,
                          change.after->short_id, say.percent(change.before->summary()->score),
                          say.percent(change.after->summary()->score),
                          difference_in_words(change.difference), words_for(change.error_bars));
  if (!change.also.empty())
    text += fmt::format(" Not the same in both: {}.", fmt::join(change.also, ", "));
  return wrapped(text, style.width, 0) + "\nWhether that is more than chance:  " +
         say.faint(printable(
             fmt::format("cairn compare {} {}", change.before->named, change.after->named))) +
         "\n";
}

std::string no_runs(const FoundRuns& found, const ReportStyle& style) {
  const auto text =
      found.eval.empty()
          ? std::string("There are no runs yet: `cairn run FILE` makes one.")
          : fmt::format("There are no runs of `{}` yet: `cairn run {}` makes one.",
                        printable(found.eval), found.file.empty() ? "FILE" : printable(found.file));
  return wrapped(text, style.width, 0) + "\n";
}

}  // namespace

std::string score_history(const FoundRuns& found, const ReportStyle& style) {
  if (found.eval.empty()) return "";
  const auto comparable = comparable_runs(found.runs, found.eval);
  const auto change = last_change(comparable);
  if (!change) return "";
  return heading_of_chart(comparable.size(), style) + chart_of(comparable, style) + "\n" +
         change_in_words(*change, style);
}

std::string report(const FoundRuns& found, const ReportStyle& style) {
  if (found.runs.empty()) return no_runs(found, style);
  if (found.by) return label_scores(found, style);
  auto text = run_table(found, style);
  for (const auto part : {score_history, saturation_lines}) {
    const auto made = part(found, style);
    if (!made.empty()) text += "\n" + made;
  }
  return text;
}

}  // namespace cairn
