// What a check says of one answer once its evidence is there: the rule, the
// elements and how they combine (language.md section 4, "What a check says").
//
// Pure: used for free examples when a file is compiled, and by runs.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lang/evaluate.h"
#include "lang/program.h"

namespace cairn {

// Of one element, or of the whole. Open: unanswered, from `low` to `high`.
struct Decided {
  double score = 0;
  bool passed = false;
  bool open = false;
  bool not_applicable = false;
  std::optional<double> measured;
  double low = 0, high = 1;      // Of what is open.
  std::string why;               // Why it failed, is open or does not apply.
  std::string said, should_say;  // Of `says`.
};

// An element's decision and, with `combine: points`, what it is worth.
struct ElementDecided {
  Decided decided;
  double points = 1;
};

// How elements make one outcome. REQUIRES: at least one element.
Decided combine_elements(const program::Check& check, const std::vector<ElementDecided>& elements);

// What no elements come to.
Decided decide_no_elements(const program::Check& check);

// The same rule as a run's, for values that a rule's expressions gave. `says`
// has two. `why` is asked only for what failed.
Decided decide_value(const program::Check& check, const Value& value, const Value* should_say,
                     const std::optional<Value>& points);

// For single answers: evaluates the rule of a check whose evidence, if it has
// any, is in the scope.
Decided decide_rule(const program::Check& check, const Scope& scope, NativeTable natives,
                    const std::vector<std::pair<Local, Value>>& bound);

// A check without evidence, on what an example gives.
Decided decide_example(const program::Check& check, const program::Example& example,
                       NativeTable natives);

bool comes_out_as_expected(const program::Check& check, const program::Example& example,
                           const Decided& outcome);

}  // namespace cairn
