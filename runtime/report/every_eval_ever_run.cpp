// What the aggregate and the instances of Every Eval Ever both say of a run.
#include <fmt/format.h>

#include <charconv>
#include <chrono>

#include "runtime/asking/judge_call.h"
#include "runtime/evidence/votes.h"
#include "runtime/report/every_eval_ever.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

// "2026-11-24T16:40:00Z" as seconds since 1970; 0 where it is no such time.
long long seconds_since_1970(std::string_view time) {
  const auto number = [time](std::size_t at, std::size_t digits) {
    int value = -1;
    if (at + digits <= time.size())
      std::from_chars(time.data() + at, time.data() + at + digits, value);
    return value;
  };
  using namespace std::chrono;
  const year_month_day day{year{number(0, 4)}, month{static_cast<unsigned>(number(5, 2))},
                           std::chrono::day{static_cast<unsigned>(number(8, 2))}};
  if (!day.ok()) return 0;
  const auto all =
      sys_days{day} + hours{number(11, 2)} + minutes{number(14, 2)} + seconds{number(17, 2)};
  return duration_cast<seconds>(all.time_since_epoch()).count();
}

// A name for what stands between braces; what is more than a name is "…".
std::string placeholder_name(const Expr& expr) {
  if (const auto* scope = std::get_if<InScope>(&expr.node))
    return std::string(to_string(scope->name));
  if (const auto* local = std::get_if<Local>(&expr.node)) return local->name;
  const auto* field = std::get_if<FieldOf>(&expr.node);
  if (!field || expr.operands.empty()) return "…";
  return placeholder_name(expr.operands.front()) + "." + field->name;
}

std::string template_as_written(const Template& text) {
  std::string written;
  for (const auto& part : text.parts) {
    if (const auto* plain = std::get_if<std::string>(&part))
      written += *plain;
    else
      written += "{{" + placeholder_name(std::get<Expr>(part)) + "}}";
  }
  return written;
}

std::string judge_prompt(const program::Judge& judge, const program::Asked& asked) {
  if (judge.prompt) return template_as_written(*judge.prompt);
  const auto& prompts = standard_library().judge_prompts;
  const auto found = prompts.find(library_prompt_for(asked));
  return found == prompts.end() ? std::string() : template_as_written(found->second.text);
}

std::string scale_in_words(const program::Scale& scale) {
  if (scale.numeric) return fmt::format("{} to {}", shortest(scale.low), shortest(scale.high));
  std::string text;
  for (const auto& verdict : scale.verdicts) text += (text.empty() ? "" : ", ") + verdict.label;
  return text;
}

std::string_view aggregation_of(program::DecideBy how) {
  switch (how) {
    case program::DecideBy::majority:
      return "majority_vote";
    case program::DecideBy::mean:
      return "average";
    case program::DecideBy::median:
      return "median";
  }
  return {};
}

Value judge_value(const program::Judge& judge) {
  Record made;
  made.fields = {{"model_info", every_eval_ever_model(judge.heading.name, judge.model.id)}};
  const auto temperature = judge.temperature ? judge.temperature : judge.model.temperature;
  if (temperature) made.fields.emplace_back("temperature", *temperature);
  return Value(std::move(made));
}

const program::Judge* judge_named(const Plan& plan, std::string_view name) {
  for (const auto& judge : plan.judges)
    if (judge.heading.name == name) return &judge;
  return nullptr;
}

}  // namespace

EveryEvalEverRun::EveryEvalEverRun(const LoggedRun& run)
    : eval(run.summary.eval), model(run.summary.model) {
  const auto& asked = run.plan.eval.model;
  if (!run.summary.recorded && asked && !asked->id.empty()) model = asked->id;
  if (model.empty()) model = "unknown";
  time = fmt::format("{}", seconds_since_1970(run.summary.started));
  id = fmt::format("{}/{}/{}", eval, model, time);
}

Value every_eval_ever_model(const std::string& name, const std::string& id) {
  Record details;
  details.fields = {{"deployment_type", "unknown"}, {"model_availability", "unknown"}};
  Record made;
  made.fields = {{"name", name.empty() ? id : name},
                 {"id", id.empty() ? "unknown" : id},
                 {"additional_details", Value(std::move(details))}};
  return Value(std::move(made));
}

Value every_eval_ever_scoring(const Plan& plan, std::size_t check, const CheckSummary& summary) {
  const auto* by = std::get_if<program::ByJudge>(&plan.checks[check].check.evidence);
  const auto* judge = by ? judge_named(plan, by->judge) : nullptr;
  if (!judge) return {};
  Record made;
  made.fields = {{"judges", Value(List{judge_value(*judge)})},
                 {"input_prompt", judge_prompt(*judge, by->asked)}};
  if (judge->samples > 1)
    made.fields.emplace_back("aggregation_method",
                             aggregation_of(decided_by(judge->decide_by, by->asked.scale)));
  if (summary.trust.agreement)
    made.fields.emplace_back("expert_baseline", *summary.trust.agreement);
  Record details;
  details.fields = {{"question", template_as_written(by->asked.question)},
                    {"verdicts", scale_in_words(by->asked.scale)},
                    {"votes", fmt::format("{}", judge->samples)},
                    {"trust", to_string(summary.trust.trust)},
                    {"examples", fmt::format("{}", summary.trust.examples)}};
  if (summary.trust.cohen_kappa)
    details.fields.emplace_back("cohen_kappa", fmt::format("{}", *summary.trust.cohen_kappa));
  made.fields.emplace_back("additional_details", Value(std::move(details)));
  return Value(std::move(made));
}

}  // namespace cairn
