// How far the judges and panels of a plan can be believed, from what was recorded
// of their examples and from all ratings: known before anything is scored.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/plan.h"
#include "runtime/evidence/panel_items.h"
#include "runtime/summary.h"

namespace cairn {

// Rows of recorded answers that speak of a check's example:
// {"check":"layout","example":"list_then_steps","reply":"… yes"} or "verdict":"yes".
class RecordedExamples {
 public:
  // Of two rows for one example the first is kept.
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
  bool counts = true;  // Not one that should not apply: agreement knows pass and fail.
  Came came = Came::not_asked;
  std::string said;  // Its verdict, if it could be read.
  std::string why;   // One sentence, of all but `right`.
};

// Also of a check that asks a tool, reward or embedding, from what was recorded.
std::vector<ExampleOutcome> example_outcomes(const Plan& plan, const program::Check& check,
                                             const RecordedExamples& examples,
                                             const program::Library& library);

// Of each check of the plan, in order (language.md section 4, "Trust"). `items`
// knows all items already: ratings that lack are told by it.
std::vector<TrustReport> trust_of(const Plan& plan, const RecordedExamples& examples,
                                  const Ratings& ratings, const PanelItems& items,
                                  const program::Library& library);

// Of a judge whose examples came out so.
TrustReport judge_trust(const program::Trust& trust, const std::vector<ExampleOutcome>& outcomes,
                        NativeTable natives);

}  // namespace cairn
