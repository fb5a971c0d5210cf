// How far the judges and panels of a plan can be believed, from what was recorded
// of their examples and from all ratings: known before anything is scored.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lang/plan.h"
#include "runtime/summary.h"

namespace cairn {

// Rows of recorded answers that speak of a check's example:
// {"check":"layout","example":"list_then_steps","reply":"… yes"} or "verdict":"yes".
class RecordedExamples {
 public:
  void add(std::string_view check, std::string_view example, Record row);
  const Record* find(std::string_view check, std::string_view example) const;

 private:
  std::map<std::pair<std::string, std::string>, Record, std::less<>> rows_;
};

// All ratings of a run, by check: what agreement is computed from.
class Ratings {
 public:
  struct One {
    std::string item, rater, answer;
  };
  void add(std::string_view check, One rating);
  const std::vector<One>& of(std::string_view check) const;

 private:
  std::map<std::string, std::vector<One>, std::less<>> by_check_;
};

// What a judge said of one example of a check, held against its label.
struct ExampleOutcome {
  enum class Came { right, wrong, unreadable, not_asked };
  std::string example;
  bool should_pass = true;
  Came came = Came::not_asked;
  std::string said;  // Its verdict, if it could be read.
  std::string why;   // One sentence, of all but `right`.
};
std::vector<ExampleOutcome> example_outcomes(const Plan& plan, const program::Check& check,
                                             const RecordedExamples& examples,
                                             const program::Library& library);

// Of each check of the plan, in order (language.md section 4, "Trust").
std::vector<TrustReport> trust_of(const Plan& plan, const RecordedExamples& examples,
                                  const Ratings& ratings, const program::Library& library);

}  // namespace cairn
