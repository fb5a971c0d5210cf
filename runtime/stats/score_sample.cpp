#include "lang/combine.h"
#include "lang/overloaded.h"
#include "runtime/stats/tally.h"

namespace cairn {
namespace {

// The sums of one sample, in the order of the plan's checks.
class SampleSums {
 public:
  void scored(const program::Check& check, const Scored& scored) {
    anything_ = true;
    weight_ += check.weight;
    sum_ += check.weight * scored.score;
    low_ += check.weight * scored.score;
    high_ += check.weight * scored.score;
    if (scored.passed) return;
    failed_ = true;
    if (check.must_pass) gate_failed_ = true;
  }

  void open(const program::Check& check, const Unanswered& open) {
    anything_ = true;
    open_weight_ += check.weight;
    low_ += check.weight * open.low;
    high_ += check.weight * open.high;
    // A share with one element left may have passed or failed already.
    const bool may_fail = !reaches(open.low, check.passes_at);
    const bool may_pass = reaches(open.high, check.passes_at);
    if (!may_pass) failed_ = true;
    if (may_fail && may_pass) undecided_ = true;
    if (!check.must_pass) return;
    gate_open_ = true;
    if (may_fail) gate_may_fail_ = true;
    if (!may_pass) gate_failed_at_best_ = true;
  }

  SampleScore result() const {
    using Passes = SampleScore::Passes;
    SampleScore made;
    made.anything = anything_;
    if (!anything_) return made;
    made.passes = failed_ ? Passes::no : undecided_ ? Passes::open : Passes::yes;
    made.score = score();
    const double all = weight_ + open_weight_;
    made.low = gate_failed_ || gate_may_fail_ ? 0 : mean(low_, all);
    made.high = gate_failed_ || gate_failed_at_best_ ? 0 : mean(high_, all);
    if (made.low > made.high) std::swap(made.low, made.high);  // Points below 0, behind a gate.
    return made;
  }

 private:
  // Gates without a weight let the sample through whole.
  static double mean(double sum, double weight) { return weight > 0 ? sum / weight : 1; }

  std::optional<double> score() const {
    if (gate_failed_) return 0;
    if (gate_open_ || (weight_ == 0 && open_weight_ > 0)) return std::nullopt;
    return mean(sum_, weight_);
  }

  double weight_ = 0, sum_ = 0, open_weight_ = 0, low_ = 0, high_ = 0;
  bool anything_ = false, failed_ = false, undecided_ = false;
  bool gate_failed_ = false, gate_open_ = false, gate_may_fail_ = false;
  bool gate_failed_at_best_ = false;
};

}  // namespace

SampleScore score_sample(const Plan& plan, const std::vector<bool>& counts,
                         const std::vector<CheckResult>& checks) {
  SampleSums sums;
  for (std::size_t i = 0; i < plan.checks.size(); ++i) {
    if (!counts[i]) continue;
    const auto& check = plan.checks[i].check;
    std::visit(Overloaded{
                   [&](const Scored& scored) { sums.scored(check, scored); },
                   [&](const Unanswered& open) { sums.open(check, open); },
                   [](const Measured&) {},
                   [](const NotApplicable&) {},
               },
               checks[i].outcome);
  }
  return sums.result();
}

}  // namespace cairn
