// Logged runs for tests, scored as a run scores them: an eval as it is written, outcomes
// as letters.
#pragma once

#include <string>
#include <vector>

#include "runtime/logged/logged_run.h"
#include "runtime/stats/tally.h"
#include "tests/runtime/stats/plans.h"

namespace cairn {

// Runs of one id have the same answers. One text of letters a sample, one letter a check.
struct TestedItem {
  std::string id;
  std::vector<std::string> samples;
  std::string group = {};
};

inline LoggedRun logged_run(const Plan& plan, const std::string& id,
                            const std::vector<TestedItem>& items) {
  LoggedRun run;
  run.id = id;
  run.plan = plan;
  Tally tally(plan, {});
  run.counts = in_the_score(plan, {});
  for (const auto& tested : items) {
    LoggedItem one{.scored = item(run.items.size(), tested.samples, tested.group)};
    one.scored.id = tested.id;
    if (tested.group.empty()) one.scored.group = tested.id;
    tally.add(one.scored);
    for (const auto& sample : one.scored.samples) {
      LoggedAnswer answer{.sample = one.answers.size(), .turns = {id}};
      answer.score = score_sample(plan, run.counts, sample.checks).score;
      one.answers.push_back(std::move(answer));
    }
    run.items.push_back(std::move(one));
  }
  run.summary = tally.finish();
  return run;
}

}  // namespace cairn
