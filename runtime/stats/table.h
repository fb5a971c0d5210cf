// Every metric that `report:` and `goal:` may name, and what it is read from.
#pragma once

#include <span>
#include <string_view>

#include "runtime/stats/reading.h"

namespace cairn {

// Of the whole eval: "score", "margin".
struct EvalMetric {
  std::string_view name;
  Reading (*read)(const Population& population);
  // It depends on every check with weight or `must pass`; else it is only counted.
  bool over_checks = true;
};

// Of one check: "f1" of `tone.f1`.
struct CheckMetric {
  std::string_view name;
  Reading (*read)(const Population& population, std::size_t check);
};

std::span<const EvalMetric> eval_metrics();
std::span<const CheckMetric> check_metrics();

}  // namespace cairn
