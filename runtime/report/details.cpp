#include "runtime/report/details.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/report/phrases.h"
#include "runtime/report/sentences.h"
#include "runtime/report/table.h"

namespace cairn {
namespace {

constexpr std::size_t most_reasons = 3;  // Of one check.
constexpr std::size_t most_labels = 8;   // Of a confusion table.
constexpr std::size_t most_slices = 12;  // Of one field.
constexpr std::size_t most_worst = 5;    // Items to look at first.

std::string items_of(const Reason& reason, const Phrases& say) {
  std::string text;
  for (std::size_t i = 0; i < reason.items.size() && i < 3; ++i)
    text += (i > 0 ? ", " : "") + printable(reason.items[i]);
  if (reason.count > 3 && reason.items.size() >= 3) text += ", " + std::string(say.ellipsis());
  return text;
}

// "41×  why …", and under it the items, unless both fit in one line.
std::string reason_lines(const std::vector<Reason>& reasons, const ReportStyle& style) {
  const Phrases say(style);
  std::string text;
  for (std::size_t i = 0; i < reasons.size() && i < most_reasons; ++i) {
    const auto& reason = reasons[i];
    const auto count = fmt::format("    {:>4}{}  ", reason.count, say.times());
    const auto indent = display_width(count);
    const auto room = style.width - std::min(style.width, indent);
    auto why = printable(reason.why);
    std::ranges::replace(why, '\n', ' ');
    why = cut_to(why, room, say.ellipsis());
    const auto items = cut_to(items_of(reason, say), room, say.ellipsis());
    const bool fits = display_width(why) + 2 + display_width(items) <= room;
    text += count + why + (fits ? "  " : "\n" + std::string(indent, ' ')) + say.faint(items) + "\n";
  }
  if (reasons.size() > most_reasons)
    text +=
        fmt::format("          and {} more\n", counted(reasons.size() - most_reasons, "reason"));
  return text;
}

std::string reasons_of_checks(const Summary& summary, const ReportStyle& style,
                              std::vector<Reason> CheckSummary::*which) {
  std::vector<const CheckSummary*> order;
  for (const auto& check : summary.checks)
    if (!(check.*which).empty()) order.push_back(&check);
  const auto total = [&](const CheckSummary* check) {
    std::size_t sum = 0;
    for (const auto& reason : check->*which) sum += reason.count;
    return sum;
  };
  std::ranges::stable_sort(order, std::greater{}, total);
  std::string text;
  for (const auto* check : order)
    text += fmt::format("  {}\n{}", check->name, reason_lines(check->*which, style));
  return text;
}

std::string confusion(const CheckSummary& check, const ReportStyle& style) {
  const Phrases say(style);
  std::map<std::string, std::size_t> labels;
  for (const auto& cell : check.confusion) labels[cell.should_say], labels[cell.said];
  std::string text =
      fmt::format("{}: precision {} · recall {} · F1 {}{}\n", check.name,
                  say.percent(check.precision), say.percent(check.recall), say.percent(check.f1),
                  check.kappa ? fmt::format(" · kappa {:.2f}", *check.kappa) : "");
  if (!style.unicode)
    for (auto at = text.find("·"); at != text.npos; at = text.find("·")) text.replace(at, 2, "-");
  if (labels.size() > most_labels) return text;
  Table table;
  table.column("should say \\ said");
  for (const auto& [label, unused] : labels)
    table.column(label.empty() ? "(nothing)" : printable(label), Table::Align::right);
  for (const auto& [wanted, unused] : labels) {
    std::vector<std::string> row = {wanted.empty() ? "(nothing)" : printable(wanted)};
    bool any = false;
    for (const auto& [said, unused_too] : labels) {
      const auto here = [&row_label = wanted, &column_label = said](const ConfusionCell& cell) {
        return cell.said == column_label && cell.should_say == row_label;
      };
      const auto found = std::ranges::find_if(check.confusion, here);
      const auto count = found == check.confusion.end() ? 0 : found->count;
      any = any || count > 0;
      row.push_back(count == 0 ? "." : fmt::format("{}", count));
    }
    if (any) table.row(std::move(row));
  }
  return text + table.text(2);
}

// Whether a slice stands out from all other items, as far as so many of them can.
std::string slice_remark(const SliceSummary& slice, const Phrases& say) {
  std::string remark = slice.items < SliceSummary::few_items ? say.faint("few items") : "";
  if (!slice.p_adjusted || *slice.p_adjusted >= 0.05 || !slice.score || !slice.rest) return remark;
  const auto found = fmt::format("{}, {}", *slice.score < *slice.rest ? "LOWER" : "higher",
                                 p_in_words(*slice.p_adjusted));
  return remark.empty() ? found : found + ", " + remark;
}

std::string adjusted_for(const Summary& summary) {
  const auto tested = std::ranges::count_if(
      summary.slices, [](const SliceSummary& slice) { return slice.p.has_value(); });
  const bool any = std::ranges::any_of(summary.slices, [](const SliceSummary& slice) {
    return slice.p_adjusted && *slice.p_adjusted < 0.05;
  });
  if (tested < 2) return {};
  return any ? fmt::format("  p is adjusted for {} slices\n", tested)
             : fmt::format("  none of {} slices stands out from the others\n", tested);
}

}  // namespace

std::string measures(const Summary& summary, const ReportStyle& style) {
  const Phrases say(style);
  Table table;
  table.column("Measured");
  for (const auto* heading : {"Mean", "Median", "95th percentile", "Answers"})
    table.column(heading, Table::Align::right);
  bool any = false;
  const auto number = [&](const std::optional<double>& value) {
    return value ? say.number(*value) : std::string(say.dash());
  };
  for (const auto& check : summary.checks) {
    if (!check.is_measure) continue;
    any = true;
    table.row({check.name, number(check.mean), number(check.median), number(check.p95),
               fmt::format("{}", check.measured)});
  }
  return any ? table.text(2) : "";
}

std::string confusions(const Summary& summary, const ReportStyle& style) {
  std::string text;
  for (const auto& check : summary.checks)
    if (!check.confusion.empty()) text += confusion(check, style);
  return text;
}

std::string notes(const Summary& summary, const ReportStyle& style) {
  std::string text;
  for (const auto& note : summary.notes)
    text += wrapped("! " + printable(note), style.width, 2) + "\n";
  return text;
}

std::string slices(const Summary& summary, const ReportStyle& style) {
  if (summary.slices.empty()) return "";
  const Phrases say(style);
  Table table;
  for (const auto* heading : {"Slice", ""}) table.column(heading);
  for (const auto* heading : {"Items", "Score", "95% range", "Others"})
    table.column(heading, Table::Align::right);
  table.column("");
  std::map<std::string_view, std::size_t> shown;
  std::size_t left_out = 0;
  for (const auto& slice : summary.slices) {
    const auto place = shown[slice.slice]++;
    if (place >= most_slices) {
      ++left_out;
      continue;
    }
    table.row({place == 0 ? slice.slice : "", printable(slice.value),
               fmt::format("{}", slice.items), say.percent(slice.score),
               slice.interval ? say.range(*slice.interval) : "",
               slice.rest ? say.percent(*slice.rest) : "", slice_remark(slice, say)});
  }
  auto text = table.text(2);
  if (left_out > 0)
    text += fmt::format("  and {} more: cairn run … --json has all\n", counted(left_out, "slice"));
  return text + adjusted_for(summary);
}

std::string failures(const Summary& summary, const ReportStyle& style) {
  const auto text = reasons_of_checks(summary, style, &CheckSummary::failures);
  return text.empty() ? "" : "Why answers failed\n" + text;
}

std::string open_verdicts(const Summary& summary, const ReportStyle& style) {
  const auto text = reasons_of_checks(summary, style, &CheckSummary::open);
  if (text.empty()) return "";
  return "Could not be judged (counted as neither passed nor failed)\n" + text;
}

std::string goal_lines(const Summary& summary, const ReportStyle& style) {
  if (!summary.goal) return "";
  const Phrases say(style);
  const auto said = [&](Met met) {
    const auto text = to_string(met);
    return met == Met::met ? say.good(text) : say.bad(met == Met::not_met ? "NOT MET" : text);
  };
  Table table;
  table.column("");
  table.column("", Table::Align::right);
  table.column("");
  std::string why;  // Of what could not be measured, each reason once.
  for (const auto& condition : summary.goal->conditions) {
    table.row({condition.text,
               condition.value
                   ? metric_value(say, metric_of(condition.text), *condition.value, summary)
                   : "",
               said(condition.met)});
    const auto line = "! " + printable(condition.why);
    if (condition.met == Met::could_not_measure && why.find(line) == why.npos)
      why += wrapped("  " + line, style.width, 4) + "\n";
  }
  return fmt::format("{}  {}\n{}{}", say.strong("Goal"), said(summary.goal->met), table.text(2),
                     why);
}

std::string next_steps(const Summary& summary, const ReportStyle& style) {
  const Phrases say(style);
  std::string text;
  for (std::size_t i = 0; i < summary.worst_items.size() && i < most_worst; ++i)
    text += "  " + printable(summary.worst_items[i].first);
  if (text.empty()) return "";
  const auto& named = summary.named.empty() ? summary.run : summary.named;
  const auto run = named.empty() ? "last" : named;
  return fmt::format("Look at these first{}\n  {}\n  {}\n", text,
                     say.faint(fmt::format("cairn show {} {}", shell_word(run),
                                           printable(shell_word(summary.worst_items[0].first)))),
                     say.faint(fmt::format("cairn report {} --open", shell_word(run))));
}

}  // namespace cairn
