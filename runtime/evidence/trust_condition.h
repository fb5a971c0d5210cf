// `trust when:` on numbers: at their estimates, and at both ends of their intervals.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "lang/program.h"
#include "runtime/summary.h"

namespace cairn {

// A number that `trust when:` may name; nothing where it is undefined.
struct TrustMetric {
  std::optional<double> value;
  std::optional<Interval> interval;
};
using TrustMetrics = std::function<TrustMetric(std::string_view name)>;

struct TrustCondition {
  bool holds = false;     // At the estimates; no if a number is undefined.
  bool wherever = false;  // The same at both ends of all intervals.
  bool any_undefined = false;
  bool above_zero = true;  // The lower ends of all coefficients that it names.
};

TrustCondition evaluate_trust(const Explained& when, const TrustMetrics& metrics,
                              NativeTable natives);

}  // namespace cairn
