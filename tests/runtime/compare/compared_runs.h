// Runs as their logs would have them, from an eval as it is written and outcomes as
// letters, for tests of what compares runs.
#pragma once

#include <string>
#include <vector>

#include "runtime/logged/logged_run.h"
#include "runtime/stats/tally.h"
#include "tests/runtime/stats/plans.h"

namespace cairn {

// The score of each item, and the summary, from its verdicts.
inline void finish(LoggedRun& run, std::vector<TrustReport> trust = {}) {
  trust.resize(run.plan.checks.size());
  run.counts = in_the_score(run.plan, trust);
  Tally tally(run.plan, trust);
  for (auto& item : run.items) {
    tally.add(item.scored);
    double sum = 0;
    std::size_t count = 0;
    for (const auto& one : item.scored.samples)
      if (const auto score = score_sample(run.plan, run.counts, one.checks).score) {
        sum += *score;
        ++count;
      }
    item.score = count > 0 ? std::optional(sum / static_cast<double>(count)) : std::nullopt;
  }
  run.summary = tally.finish();
}

inline LoggedRun logged_run(const std::string& id, const Plan& plan,
                            std::vector<ScoredItem> items) {
  LoggedRun run;
  run.id = id;
  run.plan = plan;
  run.eval = plan.eval.heading.name;
  for (auto& item : items) {
    auto& made = run.items.emplace_back();
    made.scored = std::move(item);
    made.fields.fields.emplace_back("id", made.scored.id);
  }
  finish(run);
  return run;
}

inline LoggedRun logged_run(const std::string& id, const std::string& eval,
                            const std::vector<std::vector<std::string>>& outcomes) {
  return logged_run(id, plan_of(eval), items(outcomes));
}

// `count` items of one sample each, alike.
inline void repeat(std::vector<std::vector<std::string>>& all, std::size_t count,
                   const std::string& letters) {
  all.insert(all.end(), count, {letters});
}

}  // namespace cairn
