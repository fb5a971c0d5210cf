// One item as a report's document has it.
#include <algorithm>
#include <array>

#include "lang/overloaded.h"
#include "runtime/json_values.h"
#include "runtime/report/html/report_data.h"
#include "runtime/stats/passing.h"
#include "runtime/stats/tally.h"

namespace cairn {
namespace {

// --- verdicts -----------------------------------------------------------------------

Record outcome_record(const Outcome& outcome, bool redact) {
  Record made;
  const auto say = [&](std::string_view key, Value value) {
    made.fields.emplace_back(key, std::move(value));
  };
  const auto because = [&](const std::string& why) {
    if (!redact) add_text(made, "why", why);
  };
  std::visit(Overloaded{
                 [&](const Scored& scored) {
                   say("outcome", scored.passed ? "passed" : "failed");
                   say("score", json_number(scored.score));
                   because(scored.why);
                 },
                 [&](const Measured& measured) {
                   say("outcome", "measured");
                   say("value", json_number(measured.value));
                 },
                 [&](const Unanswered& open) {
                   say("outcome", "unanswered");
                   say("low", json_number(open.low));
                   say("high", json_number(open.high));
                   because(open.why);
                 },
                 [&](const NotApplicable& left_out) {
                   say("outcome", "not_applicable");
                   because(left_out.why);
                 },
             },
             outcome);
  return made;
}

Value verdict_value(const CheckResult& result, bool redact) {
  Record made = outcome_record(result.outcome, redact);
  if (!result.elements.empty())
    made.fields.emplace_back("elements", json_list(result.elements, [&](const auto& element) {
                               Record one = outcome_record(element.outcome, redact);
                               if (!redact) add_text(one, "element", element.element);
                               return Value(std::move(one));
                             }));
  if (!result.said.empty() && !redact)
    made.fields.emplace_back(
        "said", json_list(result.said, [](const Said& pair) {
          return Value(Record{{{"said", pair.said}, {"should_say", pair.should_say}}});
        }));
  return Value(std::move(made));
}

// --- records of the log ---------------------------------------------------------------

// What of a piece of evidence says nothing that a model or a program wrote.
constexpr std::array<std::string_view, 15> numbers_of_evidence = {
    "cached", "check",   "cost",       "element", "elements",  "exit_code", "lacks", "model",
    "reward", "sandbox", "similarity", "time",    "timed_out", "verdict",   "vote"};

bool says_where(std::string_view key) {
  return key == "record" || key == "item" || key == "sample";
}

// Without the keys that only say where it belongs.
Value evidence_value(const Record& record, bool redact) {
  Record made;
  for (const auto& [key, value] : record.fields) {
    if (says_where(key)) continue;
    if (redact && !std::ranges::binary_search(numbers_of_evidence, key)) continue;
    made.fields.emplace_back(key, value);
  }
  return Value(std::move(made));
}

Value by_hand(const Record& record) { return evidence_value(record, false); }

// --- samples ----------------------------------------------------------------------------

Value passes_value(SampleScore::Passes passes) {
  if (passes == SampleScore::Passes::yes) return Value(true);
  if (passes == SampleScore::Passes::no) return Value(false);
  return {};
}

Record answer_record(const LoggedAnswer& answer, bool redact) {
  Record made;
  made.fields.emplace_back("sample", json_count(answer.sample));
  if (!answer.error.empty())
    made.fields.emplace_back("error", redact ? std::string("no reply") : answer.error);
  else if (!redact)
    made.fields.emplace_back("turns", json_texts(answer.turns));
  add_text(made, "model", answer.model);
  add_text(made, "finish", answer.finish_reason);
  if (answer.seconds) made.fields.emplace_back("seconds", json_number(answer.seconds));
  if (answer.cost_usd) made.fields.emplace_back("cost", json_number(answer.cost_usd));
  if (answer.cached) made.fields.emplace_back("cached", true);
  made.fields.emplace_back("score", json_number(answer.score));
  return made;
}

Value sample_value(const LoggedAnswer& answer, const ScoredSample& scored,
                   SampleScore::Passes passes, bool redact) {
  Record made = answer_record(answer, redact);
  made.fields.emplace_back("passed", passes_value(passes));
  made.fields.emplace_back("verdicts", json_list(scored.checks, [&](const CheckResult& result) {
                             return verdict_value(result, redact);
                           }));
  if (!answer.evidence.empty())
    made.fields.emplace_back("evidence", json_list(answer.evidence, [&](const Record& record) {
                               return evidence_value(record, redact);
                             }));
  if (!answer.ratings.empty())
    made.fields.emplace_back("ratings", json_list(answer.ratings, by_hand));
  if (!answer.labels.empty()) made.fields.emplace_back("labels", json_list(answer.labels, by_hand));
  return Value(std::move(made));
}

// By the name of the slice; the value of a slice block is "".
Value slices_of(const LoggedRun& run, const ScoredItem& item) {
  Record made;
  for (std::size_t i = 0; i < item.slices.size() && i < run.plan.slices.size(); ++i)
    if (item.slices[i]) made.fields.emplace_back(run.plan.slices[i].heading.name, *item.slices[i]);
  return Value(std::move(made));
}

// The chance that two of its samples agree in passing; none with fewer than two.
Value consistency_of(const std::vector<SampleScore::Passes>& passes) {
  const auto passed =
      static_cast<std::size_t>(std::ranges::count(passes, SampleScore::Passes::yes));
  const auto failed = static_cast<std::size_t>(std::ranges::count(passes, SampleScore::Passes::no));
  if (passed + failed < 2) return {};
  return Value(two_agree(passed + failed, passed));
}

}  // namespace

Value item_value(const LoggedRun& run, const LoggedItem& item, const ReportChoices& choices) {
  std::vector<SampleScore::Passes> passes;
  List samples;
  for (std::size_t i = 0; i < item.answers.size(); ++i) {
    const auto& scored = item.scored.samples[i];
    passes.push_back(score_sample(run.plan, run.counts, scored.checks).passes);
    samples.push_back(sample_value(item.answers[i], scored, passes.back(), choices.redact));
  }
  Record made;
  made.fields.emplace_back("id", item.scored.id);
  if (run.grouped()) made.fields.emplace_back("group", item.scored.group);
  made.fields.emplace_back("score", json_number(item.score));
  made.fields.emplace_back("consistency", consistency_of(passes));
  made.fields.emplace_back("slices", slices_of(run, item.scored));
  made.fields.emplace_back("fields", Value(item.fields));
  made.fields.emplace_back("samples", Value(std::move(samples)));
  return Value(std::move(made));
}

bool failed_or_open(const LoggedItem& item) {
  return std::ranges::any_of(item.scored.samples, [](const ScoredSample& sample) {
    return std::ranges::any_of(sample.checks, [](const CheckResult& result) {
      const auto* scored = std::get_if<Scored>(&result.outcome);
      return (scored && !scored->passed) || std::holds_alternative<Unanswered>(result.outcome);
    });
  });
}

}  // namespace cairn
