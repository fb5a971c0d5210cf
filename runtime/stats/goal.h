// Whether a goal is met: each condition at both ends of what the open verdicts
// leave possible, and what must be trusted before it may be asked at all.
#pragma once

#include <functional>

#include "runtime/stats/reading.h"

namespace cairn {

struct GoalResult {
  Goal goal;
  // Nothing but ratings by people stands between it and a decision.
  bool only_people_missing = false;
};

// The metric of a MetricRef, in the population that its slice picks.
using ReadMetric = std::function<Reading(const Expr& metric)>;

// `all`: the whole eval. REQUIRES: the plan has a goal.
GoalResult judge_goal(const Population& all, const ReadMetric& read);

// Whether every open verdict of these checks waits for people's ratings, and there is one.
bool only_waits_for_people(const Population& all, const std::vector<std::size_t>& checks);

}  // namespace cairn
