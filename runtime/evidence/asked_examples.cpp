#include "runtime/evidence/asked_examples.h"

#include <fmt/format.h>

#include "runtime/evidence/example_scoring.h"
#include "runtime/recorded/log_row.h"

namespace cairn {
namespace {

// What came of one example, as the log would have it of an answer.
std::vector<Record> as_evidence(const std::string& check, const std::vector<EvidenceNote>& notes,
                                std::size_t elements) {
  std::vector<Record> records;
  for (const auto& note : notes) {
    Record record;
    record.fields = {{"record", Value("evidence")},
                     {"check", Value(check)},
                     {"element", Value(static_cast<double>(note.element))},
                     {"vote", Value(static_cast<double>(note.vote))}};
    if (elements > 0) record.fields.emplace_back("elements", Value(static_cast<double>(elements)));
    record.fields.insert(record.fields.end(), note.fields.fields.begin(), note.fields.fields.end());
    records.push_back(std::move(record));
  }
  return records;
}

// Of row_of_log: {"replies": {check: …}, "verdicts": {check: …}}.
Record example_row(const Record& row, const std::string& check, const std::string& example) {
  Record made;
  made.fields = {{"check", Value(check)}, {"example", Value(example)}};
  constexpr std::pair<std::string_view, std::string_view> names[] = {{"replies", "reply"},
                                                                     {"verdicts", "verdict"}};
  for (const auto& [from, to] : names) {
    const Value* table = row.find(from);
    const auto* record = table ? table->as<Record>() : nullptr;
    if (record) made.fields.emplace_back(to, record->fields.front().second);
  }
  return made;
}

Record row_of_scoring(const Plan& plan, const program::Check& check, const std::string& example,
                      const ExampleScoring& scoring, const CheckResult& result) {
  const auto& name = check.heading.name;
  const auto records = as_evidence(name, scoring.notes(), result.elements.size());
  return example_row(row_of_log(plan, records), name, example);
}

}  // namespace

RanExamples ran_examples(const Plan& plan, NativeTable natives, const RecordedExamples& known,
                         ToolSession& tools) {
  RanExamples made;
  for (std::size_t i = 0; i < plan.checks.size(); ++i) {
    const auto& check = plan.checks[i].check;
    if (!std::holds_alternative<program::ByTool>(check.evidence)) continue;
    for (const auto& example : check.examples) {
      if (known.find(check.heading.name, example.heading.name)) continue;
      ExampleScoring scoring(plan, i, example, natives);
      const auto result = scoring.run(tools);
      if (result && !scoring.notes().empty())
        made.rows.push_back(row_of_scoring(plan, check, example.heading.name, scoring, *result));
      else if (const auto* open = result ? std::get_if<Unanswered>(&result->outcome) : nullptr)
        made.failures.push_back(fmt::format("example `{}` of `{}`: {}", example.heading.name,
                                            check.heading.name, open->why));
    }
  }
  return made;
}

AskedExamples::AskedExamples(const AskingWorld& world, const RecordedExamples& known,
                             bool judges_alone)
    : world_(world), known_(known), judges_alone_(judges_alone) {}

std::vector<Record> AskedExamples::rows(Replies& replies) const {
  std::vector<Record> rows;
  for (std::size_t i = 0; i < world_.plan.checks.size(); ++i) {
    const auto& check = world_.plan.checks[i].check;
    const bool judged = std::holds_alternative<program::ByJudge>(check.evidence);
    const bool scored = std::holds_alternative<program::ByReward>(check.evidence) ||
                        std::holds_alternative<program::ByEmbedding>(check.evidence);
    if (!judged && (judges_alone_ || !scored)) continue;
    for (const auto& example : check.examples) {
      if (known_.find(check.heading.name, example.heading.name)) continue;
      ExampleScoring scoring(world_.plan, i, example, world_.library.natives);
      const auto before = replies.lacking(), failed = replies.failures();
      const auto result = scoring.ask(world_, replies);
      if (!result || replies.lacking() > before || scoring.notes().empty()) continue;
      if (replies.failures() > failed) continue;  // That says nothing of the judge.
      rows.push_back(row_of_scoring(world_.plan, check, example.heading.name, scoring, *result));
    }
  }
  return rows;
}

}  // namespace cairn
