#include "runtime/stats/judge_noise.h"

#include <algorithm>
#include <cmath>

#include "runtime/stats/interval.h"
#include "runtime/stats/tally.h"

namespace cairn {
namespace {

struct Spread {
  double mean = 0, variance = 0;  // The variance's divisor is one less than the count.
};

Spread spread_of(const std::vector<double>& values) {
  Spread made;
  for (const double value : values) made.mean += value / static_cast<double>(values.size());
  if (values.size() < 2) return made;
  for (const double value : values)
    made.variance +=
        (value - made.mean) * (value - made.mean) / static_cast<double>(values.size() - 1);
  return made;
}

// A score for each vote; empty where one is open.
std::vector<double> scores_by_vote(const TallyFacts& facts, const ScoredSample& sample) {
  std::vector<double> scores;
  for (const auto& checks : sample.by_vote) {
    const auto score = score_sample(*facts.plan, facts.counts, checks).score;
    if (!score) return {};
    scores.push_back(*score);
  }
  return scores;
}

}  // namespace

void JudgeNoise::add(const TallyFacts& facts, const ScoredItem& item) {
  std::vector<double> means;
  double votes_variance = 0, fewest_votes = 0;
  for (const auto& sample : item.samples) {
    const auto scores = scores_by_vote(facts, sample);
    if (scores.size() < 2) continue;
    const auto spread = spread_of(scores);
    means.push_back(spread.mean);
    votes_variance += spread.variance;
    const auto votes = static_cast<double>(scores.size());
    fewest_votes = fewest_votes == 0 ? votes : std::min(fewest_votes, votes);
  }
  if (means.empty()) return;
  const auto samples = static_cast<double>(means.size());
  votes_variance /= samples;
  judges_.sum.add(votes_variance / samples);
  judges_.single.add(votes_variance);
  ++judges_.items;
  if (means.size() < 2) return;
  const double model = spread_of(means).variance - votes_variance / fewest_votes;
  model_.sum.add(model / samples);  // Below 0 by chance; the sum is floored, not each.
  model_.single.add(model);
  ++model_.items;
}

std::optional<double> JudgeNoise::Part::band() const {
  if (items == 0) return std::nullopt;
  const auto n = static_cast<double>(items);
  return normal_quantile * std::sqrt(2.0) * std::sqrt(std::max(0.0, sum.value())) / n;
}

std::optional<double> JudgeNoise::Part::variance() const {
  if (items == 0) return std::nullopt;
  return std::max(0.0, single.value()) / static_cast<double>(items);
}

std::optional<double> JudgeNoise::judges() const { return judges_.band(); }
std::optional<double> JudgeNoise::model() const { return model_.band(); }

}  // namespace cairn
