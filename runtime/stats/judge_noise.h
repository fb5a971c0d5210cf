// What of the rerun band is the judges' and what the model's (statistics.md section 1:
// E[σ²] = model part + judge part).
//
// A sample on which judges voted R times has R scores, one for each vote. Their
// variance v is the judges'; the variance of the samples' means over votes is the
// model's, and v/R of the judges' besides.
#pragma once

#include <optional>

#include "runtime/scored.h"
#include "runtime/stats/exact_sum.h"
#include "runtime/stats/facts.h"

namespace cairn {

class JudgeNoise {
 public:
  void add(const TallyFacts& facts, const ScoredItem& item);

  // As rerun bands: two runs of these items, with one vote each, differ by less than
  // this, 19 times in 20, if nothing but the judges (the model) varied.
  std::optional<double> judges() const;
  std::optional<double> model() const;

  // As variances of one sample's score, of one vote.
  std::optional<double> judges_variance() const { return judges_.variance(); }
  std::optional<double> model_variance() const { return model_.variance(); }

 private:
  struct Part {
    ExactSum sum;     // Of the variances of items' means.
    ExactSum single;  // Of the variances of one sample of them.
    std::size_t items = 0;
    std::optional<double> band() const;
    std::optional<double> variance() const;
  };
  Part judges_, model_;
};

}  // namespace cairn
