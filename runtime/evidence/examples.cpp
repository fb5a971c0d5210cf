// What was recorded of the examples of checks, held against their labels.
#include <fmt/format.h>

#include <algorithm>

#include "lang/overloaded.h"
#include "runtime/evidence/example_scoring.h"
#include "runtime/evidence/trust.h"

namespace cairn {
namespace {

using Came = ExampleOutcome::Came;

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
  const auto place = std::ranges::find(plan.checks, check.heading.name,
                                       [](const auto& one) { return one.check.heading.name; });
  const auto index = static_cast<std::size_t>(place - plan.checks.begin());
  for (const auto& example : check.examples) {
    auto& made = outcomes.emplace_back();
    made.example = example.heading.name;
    made.should_pass = example.passing;
    made.counts = example.expect != program::Example::Expect::not_applicable;
    made.why = "nothing was recorded of it";
    const Record* row = examples.find(check.heading.name, made.example);
    if (!row) continue;
    ExampleScoring scoring(plan, index, example, library.natives);
    const auto result = scoring.score(*row);
    if (!result) continue;
    made.why.clear();
    made.said = scoring.said();
    fill(made, example, result->outcome, scoring);
  }
  return outcomes;
}

}  // namespace cairn
