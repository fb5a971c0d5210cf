// Runs of the past as their logs' two ends would say them, for tests.
#pragma once

#include <optional>
#include <string>

#include "runtime/history/history.h"

namespace cairn {

struct TestedPast {
  std::string id;
  std::optional<double> score = 0.5;
  std::optional<Interval> interval = std::nullopt;
  std::string hash = "same", eval = "recipes", model = "kettle-1";
  bool ended = true;
};

inline PastRun past(const TestedPast& run) {
  PastRun made{.entry = {.id = run.id, .eval = run.eval, .time = "20261124T164000Z", .log = {}},
               .short_id = run.id.substr(0, 4),
               .named = run.id.substr(0, 4)};
  made.outline = RunOutline{.path = {},
                            .id = run.id,
                            .time = "2026-11-24T16:40:00Z",
                            .eval = run.eval,
                            .cairn = "0.1",
                            .hash_score = run.hash,
                            .hash_answers = "prompt",
                            .labels = {},
                            .summary = {}};
  if (!run.ended) return made;
  Summary summary;
  summary.eval = run.eval;
  summary.model = run.model;
  summary.items = 20;
  summary.score = run.score;
  summary.interval = run.interval;
  if (run.interval) summary.margin = (run.interval->high - run.interval->low) / 2;
  made.outline->summary = summary;
  return made;
}

}  // namespace cairn
