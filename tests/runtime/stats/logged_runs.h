// Runs as a log has them, made up for tests of patterns: checks that pass or fail.
#pragma once

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "runtime/logged/logged_run.h"

namespace cairn {

inline LoggedRun run_with_checks(std::size_t checks) {
  LoggedRun run;
  for (std::size_t i = 0; i < checks; ++i) {
    program::Check check;
    check.heading.name = "check" + std::to_string(i);
    run.plan.checks.push_back({check, {}});
    run.counts.push_back(true);
  }
  return run;
}

// An item is "item7" by its place. Of each sample one letter a check, as in plans.h:
// p passed, f failed, - not applicable.
struct LetterItem {
  Record fields = {};
  std::vector<std::string> samples;
  std::vector<std::string> answers = {};
  std::string group = {};
};

inline Outcome outcome_of(char letter) {
  if (letter == 'p') return Scored{1, true, {}};
  if (letter == 'f') return Scored{0, false, "it failed"};
  return NotApplicable{};
}

// The item's score is the mean over all its verdicts.
inline void add_item(LoggedRun& run, LetterItem made) {
  LoggedItem item;
  item.scored.index = run.items.size();
  item.scored.id = "item" + std::to_string(run.items.size());
  item.scored.group = made.group.empty() ? item.scored.id : made.group;
  if (!made.group.empty()) run.plan.eval.group_by = "user";
  item.fields = std::move(made.fields);
  double passed = 0, decided = 0;
  for (const auto& letters : made.samples) {
    auto& sample = item.scored.samples.emplace_back();
    for (const char letter : letters) {
      sample.checks.push_back({.outcome = outcome_of(letter)});
      passed += letter == 'p' ? 1 : 0;
      decided += letter == '-' ? 0 : 1;
    }
  }
  if (decided > 0) item.score = passed / decided;
  for (auto& text : made.answers) item.answers.push_back({.turns = {std::move(text)}});
  run.items.push_back(std::move(item));
}

// Draws for made-up items, the same on every machine.
class Chance {
 public:
  explicit Chance(std::size_t seed) : random_(seed) {}
  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool percent(std::size_t share) { return below(100) < share; }
  char verdict(std::size_t failing_percent) { return percent(failing_percent) ? 'f' : 'p'; }

 private:
  std::mt19937_64 random_;
};

}  // namespace cairn
