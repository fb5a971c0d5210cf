// The instances of Every Eval Ever: a line for each answer and result, the headline and
// every check. A measure has none, since the schema wants each called right or wrong, and
// nor has a verdict that is open or does not apply.
#include <fmt/format.h>

#include "lang/data/json.h"
#include "runtime/report/every_eval_ever.h"
#include "runtime/report/html/report_data.h"
#include "runtime/stats/tally.h"

namespace cairn {
namespace {

class Instances {
 public:
  Instances(const LoggedRun& run, const ReportChoices& choices)
      : run_(run), choices_(choices), names_(run) {}

  void append(const LoggedItem& item, std::string& out) const {
    for (std::size_t i = 0; i < item.answers.size(); ++i) {
      const auto& checks = item.scored.samples[i].checks;
      const auto& answer = item.answers[i];
      if (answer.score) {
        const auto passes = score_sample(run_.plan, run_.counts, checks).passes;
        if (passes != SampleScore::Passes::open)
          line(item, answer,
               {"score", names_.eval, *answer.score, passes == SampleScore::Passes::yes, {}, {}},
               out);
      }
      for (std::size_t check = 0; check < checks.size(); ++check)
        if (const auto* scored = std::get_if<Scored>(&checks[check].outcome)) {
          const auto& name = run_.plan.checks[check].check.heading.name;
          line(item, answer,
               {"check/" + name, names_.name_of(name), scored->score, scored->passed, scored->why,
                references(checks[check])},
               out);
        }
    }
  }

 private:
  struct Judged {
    std::string result, name;
    double score = 0;
    bool passed = false;
    std::string why;
    List references;
  };

  // What a `says:` check should have heard.
  static List references(const CheckResult& result) {
    List labels;
    for (const auto& said : result.said) labels.emplace_back(said.should_say);
    return labels;
  }

  void line(const LoggedItem& item, const LoggedAnswer& answer, Judged judged,
            std::string& out) const {
    Record made;
    made.fields = {{"schema_version", every_eval_ever_version},
                   {"evaluation_id", names_.id},
                   {"model_id", names_.model},
                   {"evaluation_name", std::move(judged.name)},
                   {"evaluation_result_id", names_.result_id(judged.result)},
                   {"sample_id", item.scored.id}};
    const bool several = answer.turns.size() > 1;
    made.fields.emplace_back("interaction_type", several ? "multi_turn" : "single_turn");
    made.fields.emplace_back("input",
                             Value(Record{{{"raw", to_json(Value(item.fields))},
                                           {"reference", Value(std::move(judged.references))}}}));
    if (several)
      made.fields.emplace_back("messages", messages(answer));
    else
      made.fields.emplace_back("output", output(answer));
    // Checks see the answer as a whole: nothing was cut out of it.
    made.fields.emplace_back("answer_attribution", Value(List{}));
    Record evaluation;
    evaluation.fields = {{"score", judged.score}, {"is_correct", judged.passed}};
    if (several)
      evaluation.fields.emplace_back("num_turns", static_cast<double>(answer.turns.size()));
    made.fields.emplace_back("evaluation", Value(std::move(evaluation)));
    if (answer.seconds)
      made.fields.emplace_back("performance",
                               Value(Record{{{"latency_ms", *answer.seconds * 1000}}}));
    made.fields.emplace_back("metadata", metadata(item, answer, judged.why));
    out += to_json(Value(std::move(made))) + "\n";
  }

  Value output(const LoggedAnswer& answer) const {
    List texts;
    if (!choices_.redact)
      for (const auto& turn : answer.turns) texts.emplace_back(turn);
    return Value(Record{{{"raw", Value(std::move(texts))}}});
  }

  // A log keeps what the model said, not what was said to it.
  Value messages(const LoggedAnswer& answer) const {
    List turns;
    for (std::size_t i = 0; i < answer.turns.size(); ++i)
      turns.emplace_back(Record{{{"turn_idx", static_cast<double>(i)},
                                 {"role", "assistant"},
                                 {"content", choices_.redact ? Value() : Value(answer.turns[i])}}});
    return Value(std::move(turns));
  }

  Value metadata(const LoggedItem& item, const LoggedAnswer& answer, const std::string& why) const {
    Record made;
    made.fields = {{"sample", fmt::format("{}", answer.sample)}};
    if (run_.grouped()) made.fields.emplace_back("group", item.scored.group);
    for (std::size_t i = 0; i < item.scored.slices.size() && i < run_.plan.slices.size(); ++i)
      if (const auto& value = item.scored.slices[i])
        made.fields.emplace_back("slice." + run_.plan.slices[i].heading.name,
                                 value->empty() ? "yes" : *value);
    if (!why.empty() && !choices_.redact) made.fields.emplace_back("why", why);
    return Value(std::move(made));
  }

  const LoggedRun& run_;
  const ReportChoices& choices_;
  EveryEvalEverRun names_;
};

}  // namespace

std::string every_eval_ever_instances(const RunReport& report, const ReportChoices& choices) {
  const Instances instances(report.run, choices);
  std::string lines;
  for (const auto& item : report.run.items)
    if (!choices.failed_only || failed_or_open(item)) instances.append(item, lines);
  return lines;
}

}  // namespace cairn
