// CSV (RFC 4180, UTF-8): a row for each item, sample and check. Columns: item, sample,
// check, outcome (as the run log has it), score, value (of a measure), low and high (what
// an open verdict can still be), why, answer, model, slice.NAME for each slice (its
// value, or "yes" of a slice block), item_score. With `redact` why and answer are empty.
//
// A spreadsheet runs a cell that begins with = + - @ or a control character as a formula.
// A text that somebody else wrote and that begins so gets ' before it, as spreadsheets
// write text; numbers that cairn computed do not, nor do names that the language allows.
#include <fmt/format.h>

#include "lang/data/json.h"
#include "lang/overloaded.h"
#include "lang/utf8.h"
#include "runtime/report/html/report_data.h"
#include "runtime/report/report.h"

namespace cairn {
namespace {

std::string valid_utf8(std::string_view text) {
  std::string out;
  while (const auto broken = find_broken_utf8(text)) {
    out.append(text.substr(0, *broken)).append("\xEF\xBF\xBD");
    text.remove_prefix(*broken + 1);
  }
  return out.append(text);
}

bool runs_in_a_spreadsheet(std::string_view text) {
  if (text.empty()) return false;
  const auto first = first_code_point(text);
  // The last four: the same signs at full width.
  constexpr std::u32string_view signs = U"=+-@\t\r\n＝＋－＠";
  return signs.find(first) != signs.npos;
}

std::string quoted_cell(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string strangers_cell(std::string_view text) {
  if (text.empty()) return {};
  auto cell = valid_utf8(text);
  std::erase(cell, '\0');  // No reader takes it; a sign behind it would come first.
  return quoted_cell((runs_in_a_spreadsheet(cell) ? "'" : "") + cell);
}

std::string number_cell(const std::optional<double>& value) {
  return value ? shortest(*value) : std::string();
}

struct OutcomeCells {
  std::string_view outcome;
  std::optional<double> score, value, low, high;
  std::string_view why;
};

OutcomeCells cells_of(const Outcome& outcome) {
  return std::visit(
      Overloaded{
          [](const Scored& scored) {
            return OutcomeCells{
                scored.passed ? "passed" : "failed", scored.score, {}, {}, {}, scored.why};
          },
          [](const Measured& measured) {
            return OutcomeCells{"measured", {}, measured.value, {}, {}, {}};
          },
          [](const Unanswered& open) {
            return OutcomeCells{"unanswered", {}, {}, open.low, open.high, open.why};
          },
          [](const NotApplicable& none) {
            return OutcomeCells{"not_applicable", {}, {}, {}, {}, none.why};
          },
      },
      outcome);
}

class CsvRows {
 public:
  CsvRows(const LoggedRun& run, const ReportChoices& choices) : run_(run), choices_(choices) {}

  std::string header() const {
    std::string line = "item,sample,check,outcome,score,value,low,high,why,answer,model,";
    for (const auto& slice : run_.plan.slices)
      line += strangers_cell("slice." + slice.heading.name) + ",";
    return line + "item_score\r\n";
  }

  void append(const LoggedItem& item, std::string& out) const {
    const auto id = strangers_cell(item.scored.id);
    const auto end = slices(item) + number_cell(item.score) + "\r\n";
    for (std::size_t i = 0; i < item.scored.samples.size(); ++i) {
      const auto* answer = i < item.answers.size() ? &item.answers[i] : nullptr;
      const auto sample = fmt::format("{}", answer ? answer->sample : i);
      const auto told = about(answer);
      const auto& checks = item.scored.samples[i].checks;
      for (std::size_t check = 0; check < checks.size(); ++check)
        out += id + "," + sample + "," + verdict(check, checks[check].outcome) + told + end;
    }
  }

 private:
  std::string verdict(std::size_t check, const Outcome& outcome) const {
    const auto cells = cells_of(outcome);
    const auto why = choices_.redact ? std::string_view() : cells.why;
    return fmt::format("{},{},{},{},{},{},{},",
                       strangers_cell(run_.plan.checks[check].check.heading.name), cells.outcome,
                       number_cell(cells.score), number_cell(cells.value), number_cell(cells.low),
                       number_cell(cells.high), strangers_cell(why));
  }

  std::string about(const LoggedAnswer* answer) const {
    if (!answer) return ",,";
    return (choices_.redact ? std::string() : strangers_cell(answer->text())) + "," +
           strangers_cell(answer->model) + ",";
  }

  std::string slices(const LoggedItem& item) const {
    std::string cells;
    for (std::size_t i = 0; i < run_.plan.slices.size(); ++i) {
      const auto& slices = item.scored.slices;
      if (i < slices.size() && slices[i])
        cells += slices[i]->empty() ? "yes" : strangers_cell(*slices[i]);
      cells += ",";
    }
    return cells;
  }

  const LoggedRun& run_;
  const ReportChoices& choices_;
};

}  // namespace

std::string csv_report(const RunReport& report, const ReportChoices& choices) {
  const CsvRows rows(report.run, choices);
  auto text = rows.header();
  for (const auto& item : report.run.items)
    if (!choices.failed_only || failed_or_open(item)) rows.append(item, text);
  return text;
}

}  // namespace cairn
