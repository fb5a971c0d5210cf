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

// Keeps what was said of each element, for whoever wants to know why.
class Overheard final : public EvidenceSource {
 public:
  explicit Overheard(EvidenceSource& source) : source_(source) {}

  Gathered gather(std::size_t element, std::size_t elements) override {
    Gathered gathered = source_.gather(element, elements);
    const auto* evidence = std::get_if<Evidence>(&gathered);
    if (!evidence) return gathered;
    for (const auto& [name, value] : evidence->found) {
      if (name == ScopeName::verdict) said_ += (said_.empty() ? "" : ", ") + printed(value);
      if (name == ScopeName::reason && reason_.empty()) reason_ = printed(value);
    }
    return gathered;
  }

  const std::string& said() const { return said_; }
  const std::string& reason() const { return reason_; }

 private:
  EvidenceSource& source_;
  std::string said_, reason_;
};

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
    Overheard source(evidence);
    auto result = score_check(*prepared, evaluator, scope, &source);
    said_ = source.said();
    reason_ = source.reason();
    return result;
  }

  const std::string& said() const { return said_; }
  const std::string& reason() const { return reason_; }

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

  const Plan& plan_;
  const program::Example& example_;
  Local variable_;
  program::Check check_;
  NativeTable natives_;
  std::string said_, reason_;
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

// What came instead: the judge's words, or why the rule failed.
std::string instead(const Scored& scored, const ExampleScoring& scoring) {
  std::string text = scored.passed ? "passes" : "fails";
  if (!scoring.said().empty()) text += fmt::format(": the judge says {}", scoring.said());
  if (!scoring.reason().empty())
    text += fmt::format(", for {}", shown(Value(scoring.reason()), 200));
  if (scoring.said().empty() && !scored.why.empty()) text += ": " + scored.why;
  return text;
}

void fill(ExampleOutcome& made, const program::Example& example, const Outcome& outcome,
          const ExampleScoring& scoring) {
  std::visit(Overloaded{
                 [&](const Scored& scored) {
                   if (as_expected(example, scored)) {
                     made.came = Came::right;
                     return;
                   }
                   made.came = Came::wrong;
                   made.why = fmt::format("it {}, but {}", expected_in_words(example),
                                          instead(scored, scoring));
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
    fill(made, example, result->outcome, scoring);
  }
  return outcomes;
}

}  // namespace cairn
