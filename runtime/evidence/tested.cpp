#include "runtime/evidence/tested.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/decide.h"

namespace cairn {
namespace {

using Came = ExampleOutcome::Came;

// A check that asks nobody: compile has tried these already, and lets none pass
// that comes out otherwise.
ExampleOutcome free_outcome(const program::Check& check, const program::Example& example,
                            NativeTable natives) {
  const auto decided = decide_example(check, example, natives);
  const bool right = comes_out_as_expected(check, example, decided);
  ExampleOutcome made{.example = example.heading.name,
                      .should_pass = example.passing,
                      .came = right ? Came::right : Came::wrong};
  if (!right) made.why = decided.why;
  return made;
}

std::vector<ExampleOutcome> free_outcomes(const program::Check& check, NativeTable natives) {
  std::vector<ExampleOutcome> outcomes;
  for (const auto& example : check.examples)
    outcomes.push_back(free_outcome(check, example, natives));
  return outcomes;
}

ExampleOutcome tried_outcome(const program::Function::Tried& tried, NativeTable natives) {
  const Value value = evaluate_once(tried.value, {}, natives);
  const Value expect = evaluate_once(tried.expect, {}, natives);
  const bool right = same(value, expect) || (value.is_missing() && expect.is_missing());
  ExampleOutcome made{.example = tried.heading.name, .came = right ? Came::right : Came::wrong};
  if (made.example.empty()) made.example = tried.source;
  if (!right)
    made.why =
        fmt::format("`{}` is {}, but should be {}", tried.source, shown(value), shown(expect));
  return made;
}

TestedCheck tested_check(const Plan& plan, const program::Check& check, const TrustReport& trust,
                         const RecordedExamples& examples, const program::Library& library) {
  TestedCheck made{.name = check.heading.name,
                   .title = check.heading.title,
                   .evidence = std::string(program::kind_of(check.evidence)),
                   .trust = trust};
  if (const auto* judge = std::get_if<program::ByJudge>(&check.evidence)) made.judge = judge->judge;
  if (made.evidence == "none")
    made.outcomes = free_outcomes(check, library.natives);
  else if (made.evidence != "panel")
    made.outcomes = example_outcomes(plan, check, examples, library);
  return made;
}

template <class F>
void for_each_outcome(const Tested& tested, const F& f) {
  for (const auto& check : tested.checks) std::ranges::for_each(check.outcomes, f);
  for (const auto& define : tested.defines) std::ranges::for_each(define.outcomes, f);
}

}  // namespace

Plan examples_plan(const program::Program& program) {
  Plan plan;
  if (program.eval) plan.eval = *program.eval;
  plan.judges = program.judges;
  plan.panels = program.panels;
  plan.rewards = program.rewards;
  plan.embeddings = program.embeddings;
  plan.tools = program.tools;
  for (const auto& check : program.checks) plan.checks.push_back({check, {}});
  return plan;
}

Tested tested(const program::Program& program, const RecordedExamples& examples,
              const program::Library& library) {
  Tested made;
  const Plan plan = examples_plan(program);
  const auto trust = trust_of(plan, examples, {}, PanelItems(plan), library);
  for (std::size_t i = 0; i < plan.checks.size(); ++i)
    made.checks.push_back(tested_check(plan, plan.checks[i].check, trust[i], examples, library));
  for (const auto& [name, function] : program.defines) {
    if (function.examples.empty()) continue;
    auto& define = made.defines.emplace_back(TestedDefine{.name = name, .outcomes = {}});
    for (const auto& one : function.examples)
      define.outcomes.push_back(tried_outcome(one, library.natives));
  }
  return made;
}

std::size_t Tested::count(Came came) const {
  std::size_t found = 0;
  for_each_outcome(*this, [&](const ExampleOutcome& one) { found += one.came == came ? 1 : 0; });
  return found;
}

int Tested::exit_code() const {
  if (count(Came::wrong) > 0) return 1;
  const bool lacks = count(Came::not_asked) + count(Came::unreadable) > 0;
  const bool untested = std::ranges::any_of(checks, [](const TestedCheck& check) {
    return check.evidence == "judge" &&
           (check.trust.trust == Trust::untested || check.trust.trust == Trust::not_trusted);
  });
  return lacks || untested ? 3 : 0;
}

}  // namespace cairn
