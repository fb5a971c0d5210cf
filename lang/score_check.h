// What one check says of one answer, once the evidence is in: language.md
// section 4, "What a check says", "Nothing found" and "Elements".
//
// Pure. Who gathers the evidence is behind EvidenceSource: a record of it, later
// a model or a program; free checks have none and are scored at compile time too.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lang/evaluate.h"
#include "lang/program.h"
#include "lang/verdict.h"

namespace cairn {

// What was said of one element, by the names under which conditions see it.
struct Evidence {
  std::vector<std::pair<ScopeName, Value>> found;
  std::string because = {};  // If the rule comes to no: why, in better words than its own.
};
// The answer itself made it impossible to ask: a program of it that does not compile,
// that was stopped. Whatever the rule says, it has failed.
struct AnswerFailed {
  std::string why;
};
// Asked and not usable, or nobody could ask.
struct Open {
  std::string why;
};
// Nobody was meant to judge this answer.
struct NobodyAsked {
  std::string why;
};
using Gathered = std::variant<Evidence, AnswerFailed, Open, NobodyAsked>;

// What is asked about: an element of so many, counted from 0; without `for each` it
// is the one of one.
struct AskedElement {
  std::size_t index = 0, of = 1;
  const Value* value = nullptr;  // Null without `for each`.
  const Scope* scope = nullptr;  // What the check sees of the answer.
};

class EvidenceSource {
 public:
  virtual ~EvidenceSource() = default;
  virtual Gathered gather(const AskedElement& element) = 0;
};

struct ElementResult {
  std::string element;  // As messages show it.
  Outcome outcome;
};

// Of a `says:` check; `said` is empty where the answer said nothing.
struct Said {
  std::string said, should_say;
};

struct CheckResult {
  Outcome outcome;
  std::vector<ElementResult> elements;  // With `for each`.
  std::vector<Said> said;
};

// What a rule computes: the condition, the score, the number, what is said.
const Explained& computed_by(const program::Rule& rule);

// A check made ready to run. Its ids live in the Prepared that comes of `preparer`.
struct PreparedCheck {
  const program::Check* check = nullptr;  // Borrowed from the plan.
  NativeTable natives;
  std::optional<ExprId> answer, when, list, should_say, points;
  ExprId rule;  // The condition, score, measure, or what is said.
  std::vector<ExprId> handed;
  bool when_sees_only_the_item = true;
};

// `handed`: what the check's judge, tool, reward or embedding would be given;
// where one of these is missing, the check fails and nobody is asked.
Result<PreparedCheck> prepare_check(const program::Check& check,
                                    const std::vector<const Expr*>& handed, NativeTable natives,
                                    Preparer& preparer);

// REQUIRES: evaluator.sample(scope) was called, and `answer` in it is the one
// this check judges. `needs` is the caller's. `source` may be null if the check
// asks nobody.
CheckResult score_check(const PreparedCheck& check, Evaluator& evaluator, Scope scope,
                        EvidenceSource* source);

// Of a check that must not be asked: does `when` exclude the answer already?
// Nothing if it does not.
std::optional<NotApplicable> excluded(const PreparedCheck& check, Evaluator& evaluator);

}  // namespace cairn
