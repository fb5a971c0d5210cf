#include "runtime/evidence/trust_condition.h"

#include "lang/evaluate.h"
#include "lang/operations.h"

namespace cairn {
namespace {

enum class At { estimate, low, high };

std::optional<double> number_of(const MetricRef& named, const TrustMetric& metric, At at) {
  const bool low = named.part == "low" || (named.part.empty() && at == At::low);
  const bool high = named.part == "high" || (named.part.empty() && at == At::high);
  if (!low && !high) return metric.value;
  if (!metric.interval) return std::nullopt;
  return low ? metric.interval->low : metric.interval->high;
}

// The condition with numbers in place of what it names.
Expr filled(const Expr& expr, const TrustMetrics& metrics, At at, TrustCondition& found) {
  Expr made = expr;
  if (const auto* named = std::get_if<MetricRef>(&expr.node)) {
    const TrustMetric metric = metrics(named->name);
    const auto number = number_of(*named, metric, at);
    if (!number) found.any_undefined = true;
    if (named->name != "agreement" && (!metric.interval || metric.interval->low <= 0))
      found.above_zero = false;
    made.node = Constant{number ? Value(*number) : missing("it is undefined")};
  }
  for (auto& operand : made.operands) operand = filled(operand, metrics, at, found);
  return made;
}

}  // namespace

TrustCondition evaluate_trust(const Explained& when, const TrustMetrics& metrics,
                              NativeTable natives) {
  TrustCondition found;
  const auto holds = [&](At at) {
    TrustCondition here;
    const Expr condition = filled(when.expr, metrics, at, here);
    if (at == At::estimate) found = here;
    return truth_of(evaluate_once(condition, {}, natives)) == Truth::yes;
  };
  const bool holds_at_estimate = holds(At::estimate);
  found.holds = holds_at_estimate;
  found.wherever = holds(At::low) == holds_at_estimate && holds(At::high) == holds_at_estimate;
  return found;
}

}  // namespace cairn
