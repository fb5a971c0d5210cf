// Scores by the value of a label: the score, then each check, a row a value.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/report/history.h"
#include "runtime/report/phrases.h"
#include "runtime/report/score_chart.h"
#include "runtime/report/table.h"

namespace cairn {
namespace {

constexpr std::size_t label_bar_width = 12;
constexpr std::size_t most_value_width = 32;
constexpr double small_chance = 0.05;
constexpr std::size_t fewest_for_trend = 5;  // Of fewer, no order is rarer than that.

class LabelReport {
 public:
  LabelReport(const FoundRuns& found, const ReportStyle& style)
      : found_(found), by_(found.by->scores), style_(style), say_(style) {}

  std::string text() const {
    return heading() + "\n" + scores() + chart() + trend() + "\n" + checks() + "\n" + warnings() +
           left_out() + advice();
  }

 private:
  using Align = Table::Align;

  std::string paragraph(const std::string& text) const {
    return wrapped(text, style_.width, 2) + "\n";
  }

  std::string value_name(const LabelValue& one) const {
    return cut_to(printable(one.value), most_value_width, say_.ellipsis());
  }

  std::string heading() const {
    std::size_t runs = 0;
    for (const auto& one : by_.values) runs += one.runs.size();
    auto text =
        fmt::format("{} by {}{}{}{}{}", printable(found_.eval), printable(by_.label), say_.dot(),
                    counted(by_.values.size(), "value"), say_.dot(), counted(runs, "run"));
    const auto items = by_.values.front().score.items;
    if (by_.values.size() < 2)
      return text + std::string(say_.dot()) + counted(items, "item") + "\n";
    if (!by_.common) return text + "\n";
    const auto of = items < by_.items ? fmt::format(" of {}", by_.items) : std::string();
    return text + fmt::format("{}on the {}{} {} that all values scored\n", say_.dot(), items, of,
                              by_.items == 1 ? "item" : "items");
  }

  std::string bar_of(const LabelScore& one) const {
    return one.score && style_.width >= 60 ? say_.bar(*one.score, label_bar_width) : "";
  }

  std::string scores() const {
    Table table;
    table.column(printable(by_.label), by_.numbers ? Align::right : Align::left);
    table.column("Runs", Align::right);
    table.column("Score", Align::right);
    table.column("");
    table.column("95% range", Align::right);
    table.column("Items", Align::right);
    for (const auto& one : by_.values)
      table.row({value_name(one), fmt::format("{}", one.runs.size()), say_.percent(one.score.score),
                 bar_of(one.score), one.score.interval ? say_.range(*one.score.interval) : "",
                 by_.common ? "" : fmt::format("{}", one.score.items)});
    return table.text(2);
  }

  std::string chart() const {
    if (!by_.numbers || by_.values.size() < 3) return "";
    std::vector<ChartBar> bars;
    for (const auto& one : by_.values)
      if (one.score.score) bars.push_back({value_name(one), *one.score.score, one.score.interval});
    return bars.empty() ? "" : "\n" + score_chart(bars, style_);
  }

  std::string trend() const {
    if (!by_.trend || !by_.trend->p) return "";
    const auto& trend = *by_.trend;
    const auto name = printable(by_.label);
    const auto numbers = fmt::format("rank correlation {:.2f} over {}, p {}", trend.value,
                                     counted(by_.values.size(), "value"), p_in_words(*trend.p));
    if (by_.values.size() < fewest_for_trend)
      return "\n" + paragraph(fmt::format("{} are too few to tell a trend with {}.",
                                          counted(by_.values.size(), "value"), name));
    if (*trend.p >= small_chance)
      return "\n" + paragraph(fmt::format("No trend with {} that chance would not give too ({}).",
                                          name, numbers));
    return "\n" + paragraph(fmt::format("The larger {}, the {} the score ({}).", name,
                                        trend.value > 0 ? "higher" : "lower", numbers));
  }

  static std::string p_in_words(double p) {
    return p < 0.001 ? std::string("< 0.001") : fmt::format("= {:.3f}", p);
  }

  std::string checks() const {
    Table table;
    table.column("Check");
    table.column(printable(by_.label), by_.numbers ? Align::right : Align::left);
    table.column("Score", Align::right);
    table.column("");
    table.column("95% range", Align::right);
    table.column("Items", Align::right);
    for (std::size_t check = 0; check < by_.checks.size(); ++check)
      for (std::size_t i = 0; i < by_.values.size(); ++i) table.row(row_of(check, i));
    return table.text(2);
  }

  std::vector<std::string> row_of(std::size_t check, std::size_t value) const {
    const auto& about = by_.checks[check];
    const auto& one = by_.values[value];
    const auto& score = one.checks[check];
    std::vector<std::string> row = {value == 0 ? printable(about.name) : "", value_name(one)};
    const auto items = fmt::format("{}", score.items);
    if (!about.is_measure) {
      const auto range = score.interval ? say_.range(*score.interval) : "";
      row.insert(row.end(), {say_.percent(score.score), bar_of(score), range, items});
      return row;
    }
    const auto range = score.interval ? fmt::format("{}{}{}", say_.number(score.interval->low),
                                                    say_.dash(), say_.number(score.interval->high))
                                      : std::string();
    row.insert(row.end(), {score.score ? say_.number(*score.score) : std::string(say_.dash()), "",
                           range, items});
    return row;
  }

  std::string warnings() const {
    std::string text;
    const auto warn = [&](const std::string& what) { text += paragraph("! " + what); };
    if (!by_.common)
      warn(
          "no item was scored under every value, so each has its own items: a value that was "
          "given harder ones looks worse than it is");
    std::vector<std::string> apart;
    for (const auto& check : by_.checks)
      if (!check.common) apart.push_back(check.name);
    if (!apart.empty() && by_.common)
      warn(
          fmt::format("no item was decided under every value by {}: there each value has its own "
                      "items",
                      printable(fmt::format("{}", fmt::join(apart, ", ")))));
    if (!by_.counted_in_some.empty())
      warn(
          fmt::format("in the score of some of these runs and not of others, as trust in their "
                      "judges differs: {}",
                      printable(fmt::format("{}", fmt::join(by_.counted_in_some, ", ")))));
    if (found_.by->newest_differs)
      warn("the newest run of this eval was scored by another definition than these");
    return text;
  }

  // By reason, as most have the same one.
  std::string left_out() const {
    std::map<std::string, std::vector<std::string>> by_reason;
    for (const auto& run : found_.by->left_out) by_reason[run.why].push_back(run.named);
    std::string text;
    for (const auto& [why, runs] : by_reason) {
      constexpr std::size_t most = 8;
      std::string names;
      for (std::size_t i = 0; i < runs.size() && i < most; ++i)
        names += (i > 0 ? ", " : "") + printable(runs[i]);
      if (runs.size() > most)
        names += fmt::format(" {}and {} more", say_.ellipsis(), runs.size() - most);
      text += paragraph(fmt::format("! left out, {}: {} ({})", printable(why),
                                    counted(runs.size(), "run"), names));
    }
    return text;
  }

  std::string advice() const {
    if (by_.values.size() < 2) return "";
    return "Each range is of one value alone. Whether two values differ:  " +
           say_.faint("cairn compare RUN RUN") + "\n";
  }

  const FoundRuns& found_;
  const ByLabel& by_;
  ReportStyle style_;
  Phrases say_;
};

}  // namespace

std::string label_scores(const FoundRuns& found, const ReportStyle& style) {
  return LabelReport(found, style).text();
}

}  // namespace cairn
