#include "runtime/stats/population.h"

#include "runtime/stats/passing.h"

namespace cairn {
namespace {

// pass@K and pass^K of one item: statistics.md section 0, 6.
ItemValue passes_of(const Outcomes& samples, const PassMetric& metric) {
  const std::size_t answered = samples.passed + samples.failed;
  const std::size_t all = answered + samples.unanswered;
  const auto chance = metric.all ? all_pass : any_passes;
  ItemValue made;
  if (all < metric.samples) return made;
  made[World::low] = chance(all, samples.passed, metric.samples);
  made[World::high] = chance(all, samples.passed + samples.unanswered, metric.samples);
  if (answered >= metric.samples)
    made[World::seen] = chance(answered, samples.passed, metric.samples);
  else if (made[World::low] == made[World::high])
    made[World::seen] = made[World::low];
  return made;
}

// Of counts of one item, as they are, and with the open ones failed or passed:
// the share that passed, and the chance that two samples agree.
struct Agreeing {
  ItemValue passing, consistency;
};

Agreeing agreeing(const Outcomes& counts) {
  const std::size_t answered = counts.passed + counts.failed;
  const std::size_t all = answered + counts.unanswered;
  Agreeing made;
  const auto set = [&](World world, std::size_t of, std::size_t passed) {
    if (of < 2) return;
    made.passing[world] = static_cast<double>(passed) / static_cast<double>(of);
    made.consistency[world] = two_agree(of, passed);
  };
  set(World::seen, answered, counts.passed);
  set(World::low, all, counts.passed);
  set(World::high, all, counts.passed + counts.unanswered);
  return made;
}

ItemValue share_of_pass(bool passed, bool failed, bool open) {
  ItemValue made;
  if (!passed && !failed && !open) return made;
  made[World::low] = failed || open ? 0 : 1;
  made[World::high] = failed ? 0 : 1;
  if (failed || !open) made[World::seen] = made[World::high];
  return made;
}

}  // namespace

Population::Population(const TallyFacts& facts)
    : passes(facts.passes.size()),
      areas(facts.areas.size()),
      checks(facts.plan->checks.size()),
      facts_(&facts) {}

void Population::add(const ScoredItem& item, const ItemView& view) {
  ++items;
  asked += view.asked;
  unanswered += view.unanswered;
  if (view.cost_known) {
    cost_usd.add(view.cost_usd);
    cost_known = true;
  }
  score.add(view.score, view.group);
  if (const auto& seen = view.score[World::seen])
    score_squares.add_long(static_cast<long double>(*seen) * *seen);
  add_headlines(view);
  for (const auto world : worlds) {
    auto& moved = noise[world];
    if (view.single[world]) ++moved.single;
    if (!view.noise[world]) continue;
    moved.noise.add(*view.noise[world], view.group);
    moved.variance.add(*view.variance[world]);
  }
  add_passing(view);
  for (std::size_t i = 0; i < areas.size(); ++i) areas[i].add(view.areas[i], view.group);
  for (std::size_t i = 0; i < checks.size(); ++i) add_check(i, item, view);
}

void Population::add_headlines(const ItemView& view) {
  if (headlines.size() < view.each.size()) headlines.resize(view.each.size());
  for (std::size_t i = 0; i < view.each.size(); ++i) {
    if (!view.each[i]) continue;
    headlines[i].sum.add(*view.each[i]);
    ++headlines[i].items;
  }
}

void Population::add_passing(const ItemView& view) {
  const auto& samples = view.samples;
  if (samples.passed + samples.failed + samples.unanswered == 0) return;
  const auto found = agreeing(samples);
  consistency.add(found.consistency, view.group);
  passing.add(found.passing, view.group);
  for (std::size_t i = 0; i < passes.size(); ++i)
    passes[i].add(passes_of(samples, facts_->passes[i]), view.group);
  const bool passed = samples.passed > 0, failed = samples.failed > 0;
  const bool open = samples.unanswered > 0;
  if (view.group == alone) {
    alone_passing_.add(share_of_pass(passed, failed, open), alone);
    return;
  }
  auto& group = groups_[view.group];
  group.passed |= passed;
  group.failed |= failed;
  group.open |= open;
}

WorldMoments Population::groups_passing() const {
  WorldMoments all = alone_passing_;
  for (const auto& [key, group] : groups_)
    all.add(share_of_pass(group.passed, group.failed, group.open), alone);
  return all;
}

void Population::add_check(std::size_t index, const ScoredItem& item, const ItemView& view) {
  const auto& from = view.checks[index];
  auto& sums = checks[index];
  sums.outcomes.add(from.outcomes);
  if (from.outcomes.applicable() == 0) return;
  ++sums.items;
  const auto& check = facts_->check(index);
  if (is_measure(check)) {
    std::vector<double> values;
    for (const auto& sample : item.samples)
      if (const auto* measured = std::get_if<Measured>(&sample.checks[index].outcome))
        values.push_back(measured->value);
    sums.measures.add(values, from.outcomes.unanswered, view.group);
    return;
  }
  sums.score.add(from.score, view.group);
  if (item.samples.size() > 1) {
    const auto found = agreeing(from.outcomes);
    sums.consistency.add(found.consistency, view.group);
    sums.passing.add(found.passing, view.group);
  }
  sums.votes_agree.add(from.votes_agree, view.group);
  sums.compared += from.compared;
  sums.flipped += from.flipped;
  if (!is_says(check)) return;
  std::vector<const Said*> said;
  for (const auto& sample : item.samples)
    for (const auto& one : sample.checks[index].said) said.push_back(&one);
  sums.labels.add(said, view.group);
}

}  // namespace cairn
