// What was recorded of the examples of checks, held against their labels.
#include <fmt/format.h>

#include <algorithm>

#include "lang/evaluate.h"
#include "lang/overloaded.h"
#include "lang/score_check.h"
#include "runtime/evidence/recorded.h"
#include "runtime/evidence/trust.h"

namespace cairn {
namespace {

using Came = ExampleOutcome::Came;

// The row of an example as a row of an answer, so that one reader reads both.
Record as_answer_row(const Record& row, std::string_view check) {
  Record line;
  const auto move = [&](std::string_view from, std::string_view to) {
    const Value* value = row.find(from);
    if (!value) return;
    Record table;
    table.fields.emplace_back(check, *value);
    line.fields.emplace_back(to, Value(std::move(table)));
  };
  move("verdict", "verdicts");
  move("reply", "replies");
  return line;
}

// The check as an example of it is judged: `when` does not apply, and an example
// of one element knows no others.
program::Check as_judged(const program::Check& check, const program::Example& example) {
  program::Check made = check;
  made.when.reset();
  made.examples.clear();
  if (example.element) {
    made.for_each.reset();
    made.combine = {};
  }
  return made;
}

class ExampleScoring {
 public:
  ExampleScoring(const Plan& plan, const program::Check& check, const program::Example& example,
                 NativeTable natives)
      : plan_(plan),
        example_(example),
        variable_(check.for_each ? check.for_each->variable : Local{}),
        check_(as_judged(check, example)),
        natives_(natives) {}

  // Nothing if the check cannot be prepared, which compile has refused already.
  std::optional<CheckResult> score(const Record& row) {
    Preparer preparer(natives_);
    const auto prepared = prepare_check(check_, {}, natives_, preparer);
    if (!prepared) return std::nullopt;
    const auto all = std::move(preparer).finish();
    Evaluator evaluator(*all);
    Scope scope = given();
    evaluator.sample(scope);
    if (example_.element) evaluator.bind(variable_, &*example_.element);
    Value part;
    if (prepared->answer && scope[ScopeName::answer]) {
      part = evaluator.evaluate(*prepared->answer);
      scope[ScopeName::answer] = &part;
      evaluator.rescope(ScopeName::answer, &part);
    }
    const TrustReport trust;
    const PanelItems items(plan_);
    RecordedEvidence evidence(plan_, check_, trust, items);
    const Record line = as_answer_row(row, check_.heading.name);
    evidence.sample(line, {}, 0);
    auto result = score_check(*prepared, evaluator, scope, &evidence);
    said_ = verdict_of(evidence);
    return result;
  }

  const std::string& said() const { return said_; }

 private:
  Scope given() {
    Scope scope;
    constexpr std::pair<std::string_view, ScopeName> names[] = {
        {"answer", ScopeName::answer}, {"answers", ScopeName::answers}, {"item", ScopeName::item},
        {"prompt", ScopeName::prompt}, {"reply", ScopeName::reply},
    };
    for (const auto& [name, place] : names)
      if (const Value* value = example_.given.find(name)) scope[place] = value;
    const Value* answers = scope[ScopeName::answers];
    if (!scope[ScopeName::answer] && answers)
      if (const auto* all = answers->as<List>(); all && !all->empty())
        scope[ScopeName::answer] = &all->back();
    return scope;
  }

  static std::string verdict_of(const RecordedEvidence& evidence) {
    std::string text;
    for (const auto& note : evidence.notes()) {
      const Value* verdict = note.fields.find("verdict");
      if (!verdict || verdict->is_missing()) continue;
      if (!text.empty()) text += ", ";
      text += printed(*verdict);
    }
    return text;
  }

  const Plan& plan_;
  const program::Example& example_;
  Local variable_;
  program::Check check_;
  NativeTable natives_;
  std::string said_;
};

std::string expected_in_words(const program::Example& example) {
  using Expect = program::Example::Expect;
  switch (example.expect) {
    case Expect::pass:
      return "should pass";
    case Expect::fail:
      return "should fail";
    case Expect::not_applicable:
      return "should not apply";
    case Expect::verdict:
      return fmt::format("should {}, with `{}`", example.passing ? "pass" : "fail",
                         example.verdict);
    case Expect::share:
      return fmt::format("should score {}%", shortest(example.share * 100));
  }
  return {};
}

bool as_expected(const program::Example& example, const Scored& scored) {
  using Expect = program::Example::Expect;
  if (example.expect == Expect::not_applicable) return false;
  if (example.expect == Expect::share && example.passing == scored.passed)
    return scored.score > example.share - 1e-9 && scored.score < example.share + 1e-9;
  return scored.passed == example.passing;
}

void fill(ExampleOutcome& made, const program::Example& example, const Outcome& outcome) {
  std::visit(Overloaded{
                 [&](const Scored& scored) {
                   if (as_expected(example, scored)) {
                     made.came = Came::right;
                     return;
                   }
                   made.came = Came::wrong;
                   made.why = fmt::format("it {}, but {}", expected_in_words(example),
                                          scored.passed        ? std::string("passes")
                                          : scored.why.empty() ? std::string("fails")
                                                               : "fails: " + scored.why);
                 },
                 [&](const Measured&) { made.came = Came::right; },
                 [&](const Unanswered& open) {
                   made.came = Came::unreadable;
                   made.why = open.why;
                 },
                 [&](const NotApplicable& none) {
                   const bool right = example.expect == program::Example::Expect::not_applicable;
                   made.came = right ? Came::right : Came::wrong;
                   if (!right)
                     made.why =
                         fmt::format("it {}, but does not apply{}{}", expected_in_words(example),
                                     none.why.empty() ? "" : ": ", none.why);
                 },
             },
             outcome);
}

}  // namespace

void RecordedExamples::add(std::string_view check, std::string_view example, Record row) {
  rows_.emplace(std::pair(std::string(check), std::string(example)), std::move(row));
}

const Record* RecordedExamples::find(std::string_view check, std::string_view example) const {
  const auto found = rows_.find(std::pair(std::string(check), std::string(example)));
  return found == rows_.end() ? nullptr : &found->second;
}

std::vector<ExampleOutcome> example_outcomes(const Plan& plan, const program::Check& check,
                                             const RecordedExamples& examples,
                                             const program::Library& library) {
  std::vector<ExampleOutcome> outcomes;
  for (const auto& example : check.examples) {
    auto& made = outcomes.emplace_back();
    made.example = example.heading.name;
    made.should_pass = example.passing;
    made.counts = example.expect != program::Example::Expect::not_applicable;
    made.why = "nothing was recorded of it";
    const Record* row = examples.find(check.heading.name, made.example);
    if (!row) continue;
    ExampleScoring scoring(plan, check, example, library.natives);
    const auto result = scoring.score(*row);
    if (!result) continue;
    made.why.clear();
    made.said = scoring.said();
    fill(made, example, result->outcome);
  }
  return outcomes;
}

}  // namespace cairn
