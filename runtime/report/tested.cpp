#include "runtime/report/tested.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lang/data/json.h"
#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/report/phrases.h"
#include "runtime/report/table.h"

namespace cairn {
namespace {

using Came = ExampleOutcome::Came;

std::size_t count(const std::vector<ExampleOutcome>& outcomes, Came came) {
  return static_cast<std::size_t>(std::ranges::count(outcomes, came, &ExampleOutcome::came));
}

std::string cell(std::size_t number) {
  return number == 0 ? std::string() : fmt::format("{}", number);
}

class TestReport {
 public:
  TestReport(const Tested& tested, const ReportStyle& style)
      : tested_(tested), style_(style), say_(style) {}

  std::string text() const { return title() + table() + named() + cannot_run() + summary(); }

 private:
  std::string title() const {
    auto text = say_.strong(printable(tested_.file));
    text += fmt::format("{}{}", say_.dot(), counted(tested_.checks.size(), "check"));
    const bool asks = std::ranges::any_of(
        tested_.checks, [](const TestedCheck& check) { return check.evidence != "none"; });
    if (asks && !tested_.answers.empty())
      text += fmt::format("{}judges as recorded in {}", say_.dot(), printable(tested_.answers));
    return text + "\n\n";
  }

  std::string table() const {
    using Align = Table::Align;
    Table table;
    table.column("Check");
    table.column("Judge");
    for (const auto* heading : {"Examples", "Right", "Wrong", "Unreadable", "Not asked",
                                "Agreement", "95% range", "Kappa"})
      table.column(heading, Align::right);
    table.column("Trust");
    for (const auto& check : tested_.checks) table.row(cells(check));
    for (const auto& define : tested_.defines) table.row(cells(define));
    if (tested_.checks.empty() && tested_.defines.empty()) return "";
    return table.text(2) + "\n";
  }

  std::vector<std::string> cells(const TestedCheck& check) const {
    auto row = counts(check.name,
                      check.evidence == "judge"  ? check.judge
                      : check.evidence == "none" ? ""
                                                 : check.evidence,
                      check.outcomes);
    if (check.evidence != "judge") return row;
    const auto& trust = check.trust;
    row.push_back(trust.agreement ? say_.percent(*trust.agreement) : "");
    row.push_back(trust.agreement_interval ? say_.range(*trust.agreement_interval) : "");
    row.push_back(trust.cohen_kappa ? fmt::format("{:.2f}", *trust.cohen_kappa) : "");
    row.push_back(in_words(trust));
    return row;
  }

  std::vector<std::string> cells(const TestedDefine& define) const {
    return counts(define.name, "define", define.outcomes);
  }

  std::vector<std::string> counts(const std::string& name, const std::string& judge,
                                  const std::vector<ExampleOutcome>& outcomes) const {
    const auto wrong = count(outcomes, Came::wrong);
    return {printable(name),
            printable(judge),
            outcomes.empty() ? std::string(say_.dash()) : cell(outcomes.size()),
            cell(count(outcomes, Came::right)),
            wrong == 0 ? std::string() : say_.bad(cell(wrong)),
            cell(count(outcomes, Came::unreadable)),
            cell(count(outcomes, Came::not_asked))};
  }

  std::string in_words(const TrustReport& trust) const {
    const std::string word(to_string(trust.trust));
    if (trust.trust == Trust::not_trusted) return say_.bad(word);
    const bool tested = trust.trust == Trust::trusted && trust.examples > 0;
    return tested && !trust.settled ? word + ", not settled" : word;
  }

  // Which examples came out otherwise, and why; then what is untested.
  std::string named() const {
    std::string text;
    const auto add = [&](const std::string& name, const ExampleOutcome& one) {
      if (one.came == Came::right || one.came == Came::not_asked) return;
      const auto line =
          fmt::format("{}: `{}` {}: {}", name, one.example,
                      one.came == Came::wrong ? "came out wrong" : "could not be read", one.why);
      text += "  " + wrapped(printable(line), style_.width - 2, 4) + "\n";
    };
    for (const auto& check : tested_.checks)
      for (const auto& one : check.outcomes) add(check.name, one);
    for (const auto& define : tested_.defines)
      for (const auto& one : define.outcomes) add(define.name, one);
    for (const auto& check : tested_.checks) {
      if (check.evidence != "judge" || check.trust.trust != Trust::untested) continue;
      const auto line =
          fmt::format("{}: judge `{}` is untested: {}", check.name, check.judge, check.trust.why);
      text += "  " + wrapped(printable(line), style_.width - 2, 4) + "\n";
    }
    return text.empty() ? text : text + "\n";
  }

  std::string cannot_run() const {
    std::string kinds;
    for (const std::string_view kind : {"judge", "tool", "reward", "embedding"}) {
      const bool lacks = std::ranges::any_of(tested_.checks, [kind](const TestedCheck& check) {
        return check.evidence == kind && count(check.outcomes, Came::not_asked) > 0;
      });
      if (lacks) kinds += fmt::format("{}{}s", kinds.empty() ? "" : ", ", kind);
    }
    if (kinds.empty()) return kinds;
    const auto line = fmt::format(
        "Some {} could not be asked; what they said of an example can also be recorded: "
        "{{\"check\": …, \"example\": …, \"reply\": …}}; of tools "
        "\"verdict\": {{\"exit_code\": 0, \"stdout\": …}}",
        kinds);
    return wrapped(line, style_.width, 0) + "\n\n";
  }

  std::string summary() const {
    const auto wrong = tested_.count(Came::wrong), unread = tested_.count(Came::unreadable),
               not_asked = tested_.count(Came::not_asked), right = tested_.count(Came::right);
    if (right + wrong + unread + not_asked == 0) return "There are no examples.\n";
    std::string text = fmt::format("{} came out right", counted(right, "example"));
    if (wrong > 0) text += ", " + say_.bad(fmt::format("{} wrong", wrong));
    if (unread > 0) text += fmt::format(", {} could not be read", unread);
    if (not_asked > 0)
      text += fmt::format(", {} {} not asked", not_asked, not_asked == 1 ? "was" : "were");
    return text + ".\n";
  }

  const Tested& tested_;
  ReportStyle style_;
  Phrases say_;
};

// --- JSON -----------------------------------------------------------------------

Value number(std::size_t count) { return Value(static_cast<double>(count)); }

Value or_null(const std::optional<double>& value) { return value ? Value(*value) : Value(); }

std::string_view word_of(Came came) {
  switch (came) {
    case Came::right:
      return "right";
    case Came::wrong:
      return "wrong";
    case Came::unreadable:
      return "unreadable";
    case Came::not_asked:
      return "not asked";
  }
  return "";
}

void add_outcomes(Record& record, const std::vector<ExampleOutcome>& outcomes) {
  List all;
  for (const auto& one : outcomes) {
    Record example;
    example.fields = {{"example", Value(one.example)},
                      {"came", Value(word_of(one.came))},
                      {"said", one.said.empty() ? Value() : Value(one.said)},
                      {"why", one.why.empty() ? Value() : Value(one.why)}};
    all.push_back(Value(std::move(example)));
  }
  record.fields.emplace_back("right", number(count(outcomes, Came::right)));
  record.fields.emplace_back("wrong", number(count(outcomes, Came::wrong)));
  record.fields.emplace_back("unreadable", number(count(outcomes, Came::unreadable)));
  record.fields.emplace_back("not_asked", number(count(outcomes, Came::not_asked)));
  record.fields.emplace_back("examples", Value(std::move(all)));
}

Value of_check(const TestedCheck& check) {
  Record record;
  record.fields = {{"name", Value(check.name)},
                   {"title", Value(check.title)},
                   {"evidence", Value(check.evidence)}};
  add_outcomes(record, check.outcomes);
  const auto& trust = check.trust;
  Value interval;
  if (trust.agreement_interval)
    interval =
        Value(List{Value(trust.agreement_interval->low), Value(trust.agreement_interval->high)});
  record.fields.emplace_back("agreement", or_null(trust.agreement));
  record.fields.emplace_back("agreement_interval", std::move(interval));
  record.fields.emplace_back("cohen_kappa", or_null(trust.cohen_kappa));
  record.fields.emplace_back("trust", Value(to_string(trust.trust)));
  record.fields.emplace_back("settled", Value(trust.settled));
  record.fields.emplace_back("why", trust.why.empty() ? Value() : Value(trust.why));
  return Value(std::move(record));
}

Value of_file(const Tested& tested) {
  Record record;
  List checks, defines;
  for (const auto& check : tested.checks) checks.push_back(of_check(check));
  for (const auto& define : tested.defines) {
    Record made;
    made.fields = {{"name", Value(define.name)}};
    add_outcomes(made, define.outcomes);
    defines.push_back(Value(std::move(made)));
  }
  record.fields = {{"schema", Value("cairn.test/1")},
                   {"file", Value(tested.file)},
                   {"answers", tested.answers.empty() ? Value() : Value(tested.answers)},
                   {"checks", Value(std::move(checks))},
                   {"defines", Value(std::move(defines))},
                   {"exit", Value(static_cast<double>(tested.exit_code()))}};
  return Value(std::move(record));
}

}  // namespace

std::string report(const Tested& tested, const ReportStyle& style) {
  return TestReport(tested, style).text();
}

std::string to_json(const std::vector<Tested>& all) {
  if (all.size() == 1) return to_indented_json(of_file(all.front()));
  List files;
  for (const auto& one : all) files.push_back(of_file(one));
  Record record;
  record.fields = {{"schema", Value("cairn.tests/1")}, {"files", Value(std::move(files))}};
  return to_indented_json(Value(std::move(record)));
}

}  // namespace cairn
