#include "runtime/report/html/report_data.h"

#include <set>

#include "lang/data/json.h"
#include "lang/score_check.h"
#include "runtime/json_values.h"

namespace cairn {
namespace {

Value* field_of(Value& value, std::string_view key) {
  auto* record = std::get_if<Record>(&value.data);
  if (!record) return nullptr;
  for (auto& [name, found] : record->fields)
    if (name == key) return &found;
  return nullptr;
}

// --- without what was answered --------------------------------------------------------

// What was said instead of a label that the eval knows is the model's own words.
void hide_said(List& confusion) {
  std::set<std::string, std::less<>> known;
  for (auto& cell : confusion) known.insert(*field_of(cell, "should_say")->as<std::string>());
  for (auto& cell : confusion) {
    Value* said = field_of(cell, "said");
    const auto& text = *said->as<std::string>();
    if (!text.empty() && !known.contains(text)) *said = Value("(something else)");
  }
}

void hide_reasons(Value& summary) {
  for (auto& check : std::get<List>(field_of(summary, "checks")->data)) {
    for (const auto* key : {"failures", "open"}) *field_of(check, key) = Value(List{});
    if (Value* confusion = field_of(check, "confusion")) hide_said(std::get<List>(confusion->data));
  }
}

// --- what stands around the items ---------------------------------------------------

Value labels_of(const LoggedRun& run) {
  Record made;
  for (const auto& [key, value] : run.labels) made.fields.emplace_back(key, value);
  return Value(std::move(made));
}

Value verdict_of(const Summary& summary) {
  const Value met = summary.goal ? Value(to_string(summary.goal->met)) : Value();
  return Value(Record{{{"met", met}, {"text", verdict_line(summary)}}});
}

Value choices_value(const RunReport& report, const ReportChoices& choices) {
  std::size_t left_out = 0;
  if (choices.failed_only)
    for (const auto& item : report.run.items)
      if (!failed_or_open(item)) ++left_out;
  return Value(Record{{{"failed_only", choices.failed_only},
                       {"redact", choices.redact},
                       {"items_left_out", json_count(left_out)}}});
}

// Nothing, or the name of who is asked: "judge grader".
std::string asked_of(const program::Evidence& evidence) {
  if (const auto* judge = std::get_if<program::ByJudge>(&evidence)) return judge->judge;
  if (const auto* tool = std::get_if<program::ByTool>(&evidence)) return tool->tool;
  if (const auto* reward = std::get_if<program::ByReward>(&evidence)) return reward->reward;
  if (const auto* model = std::get_if<program::ByEmbedding>(&evidence)) return model->embedding;
  if (const auto* panel = std::get_if<program::ByPanel>(&evidence)) return panel->panel;
  return {};
}

// `written`: the same check as plan_value has it, where its question is a text.
std::string question_of(const Value& written) {
  Value copy = written;
  Value* check = field_of(copy, "check");
  Value* evidence = check ? field_of(*check, "evidence") : nullptr;
  Value* asked = evidence ? field_of(*evidence, "asked") : nullptr;
  Value* question = asked ? field_of(*asked, "question") : nullptr;
  const auto* text = question ? question->as<std::string>() : nullptr;
  return text ? *text : std::string();
}

Value planned_check_value(const program::Check& check, const Value& written) {
  Record made{{{"name", check.heading.name}, {"title", check.heading.title}}};
  made.fields.emplace_back("evidence", std::string(program::kind_of(check.evidence)));
  add_text(made, "asked_of", asked_of(check.evidence));
  add_text(made, "question", question_of(written));
  add_text(made, "rule", computed_by(check.rule).source);
  if (check.when) add_text(made, "when", check.when->source);
  if (!check.needs.empty()) made.fields.emplace_back("needs", json_texts(check.needs));
  return Value(std::move(made));
}

Value checks_value(const Plan& plan, Value& written) {
  List made;
  Value* rows = field_of(written, "checks");
  const auto* all = rows ? rows->as<List>() : nullptr;
  for (std::size_t i = 0; all && i < plan.checks.size(); ++i)
    made.push_back(planned_check_value(plan.checks[i].check, (*all)[i]));
  return Value(std::move(made));
}

Value outline_value(const RunOutline& outline) {
  Record made{{{"run", outline.id}, {"time", outline.time}}};
  if (!outline.summary) return Value(std::move(made));
  const auto& summary = *outline.summary;
  Record scores;
  for (const auto& check : summary.checks)
    scores.fields.emplace_back(check.name, json_number(check.score));
  made.fields.emplace_back("model", summary.model);
  made.fields.emplace_back("score", json_number(summary.score));
  made.fields.emplace_back("interval", json_interval(summary.interval));
  made.fields.emplace_back("checks", Value(std::move(scores)));
  return Value(std::move(made));
}

// --- the items ------------------------------------------------------------------------

Value items_value(const RunReport& report, const ReportChoices& choices) {
  List made;
  for (const auto& item : report.run.items)
    if (!choices.failed_only || failed_or_open(item))
      made.push_back(item_value(report.run, item, choices));
  return Value(std::move(made));
}

// A sheet of some of the items says nothing of all, and without answers there is
// nothing to look at.
Value spot_check_of(const RunReport& report, const ReportChoices& choices) {
  if (choices.failed_only || choices.redact) return {};
  return spot_check_value(report.run);
}

}  // namespace

Value summary_value(const Summary& summary, const ReportChoices& choices) {
  Value made = parse_json(to_json(summary)).value;
  if (choices.redact) hide_reasons(made);
  return made;
}

Value report_data(const RunReport& report, const ReportChoices& choices) {
  const auto& run = report.run;
  Value plan = plan_value(run.plan);
  Value checks = checks_value(run.plan, plan);
  return Value(Record{{
      {"schema", "cairn.report/1"},
      {"cairn", run.cairn},
      {"run", run.id},
      {"labels", labels_of(run)},
      {"choices", choices_value(report, choices)},
      {"verdict", verdict_of(run.summary)},
      {"summary", summary_value(run.summary, choices)},
      {"checks", std::move(checks)},
      {"patterns", patterns_value(report.patterns, choices)},
      {"history", json_list(report.history, outline_value)},
      {"spot_check", spot_check_of(report, choices)},
      {"comparison", compared_value(report)},
      {"before", before_value(report, choices)},
      {"plan", std::move(plan)},
      {"items", items_value(report, choices)},
  }});
}

std::string json_report(const RunReport& report, const ReportChoices& choices) {
  return to_json(report_data(report, choices)) + "\n";
}

}  // namespace cairn
