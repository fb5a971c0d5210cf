#include "runtime/stats/tally.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "runtime/stats/judge_noise.h"
#include "runtime/stats/population.h"
#include "runtime/stats/reasons.h"
#include "runtime/stats/summarize.h"

namespace cairn {
namespace {

constexpr std::size_t most_worst = 20;
constexpr std::size_t most_models = 8;

struct CheckReasons {
  Reasons failed, open;
};

const std::string* why_of(const Outcome& outcome) {
  if (const auto* open = std::get_if<Unanswered>(&outcome)) return &open->why;
  const auto* scored = std::get_if<Scored>(&outcome);
  return scored && !scored->passed ? &scored->why : nullptr;
}

}  // namespace

struct Tally::State {
  State(const Plan& plan, std::vector<TrustReport> trust)
      : facts(facts_of(plan, std::move(trust))), sums(facts), reasons(plan.checks.size()) {
    any_waiting = std::ranges::count(facts.waiting, true) > 0;
  }

  Group group_of(const ScoredItem& item) {
    if (!facts.grouped) return alone;
    return groups.emplace(item.group, static_cast<Group>(groups.size())).first->second;
  }

  void add(const ScoredItem& item) {
    judge_noise.add(facts, item);
    reduce(facts, item, group_of(item), view);
    sums.all.add(item, view);
    for (auto& picked : sums.picked)
      if (picked.holds(item)) picked.population.add(item, view);
    add_slices(item);
    for (const auto& sample : item.samples) add_sample(item, sample);
    sums.samples = std::max(sums.samples, item.samples.size());
    sums.answers += item.samples.size();
    if (view.score[World::seen]) add_worst(item.id, *view.score[World::seen]);
  }

  void add_slices(const ScoredItem& item) {
    for (std::size_t i = 0; i < std::min(item.slices.size(), sums.slices.size()); ++i) {
      if (!item.slices[i]) continue;
      auto& slice = sums.slices[i][*item.slices[i]];
      ++slice.items;
      slice.score.add(view.score, view.group);
    }
  }

  void add_sample(const ScoredItem& item, const ScoredSample& sample) {
    sums.empty += sample.facts.empty;
    sums.refused += sample.facts.refused;
    sums.cut_short += sample.facts.cut_short;
    sums.errors += sample.facts.failed;
    if (!sample.facts.model.empty() && sums.models.size() < most_models)
      sums.models.insert(sample.facts.model);
    for (std::size_t i = 0; i < reasons.size(); ++i) {
      const auto& outcome = sample.checks[i].outcome;
      const auto* why = why_of(outcome);
      if (!why || why->empty()) continue;
      auto& into =
          std::holds_alternative<Unanswered>(outcome) ? reasons[i].open : reasons[i].failed;
      into.add(*why, {item.index, item.id});
    }
  }

  void add_worst(const std::string& id, double score) {
    if (score >= 1) return;
    sums.worst.emplace(score, id);
    if (sums.worst.size() > most_worst) sums.worst.erase(std::prev(sums.worst.end()));
  }

  TallyFacts facts;
  Sums sums;
  std::vector<CheckReasons> reasons;
  std::unordered_map<std::string, Group> groups;
  JudgeNoise judge_noise;
  ItemView view;  // Of one item at a time; kept for its memory.
  bool any_waiting = false;
};

Tally::Tally(const Plan& plan, std::vector<TrustReport> trust)
    : state_(std::make_unique<State>(plan, std::move(trust))) {}
Tally::~Tally() = default;

void Tally::add(const ScoredItem& item) {
  if (!state_->any_waiting) {
    state_->add(item);
    return;
  }
  auto open = item;
  for (auto& sample : open.samples)
    for (std::size_t i = 0; i < sample.checks.size(); ++i)
      if (state_->facts.waiting[i] && std::holds_alternative<Scored>(sample.checks[i].outcome))
        sample.checks[i].outcome = Unanswered{0, 1, "the ratings are not all in yet"};
  state_->add(open);
}

Summary Tally::finish() {
  constexpr std::size_t most_reasons = 10;
  auto made = summarize(state_->facts, state_->sums);
  made.rerun_band_judges = state_->judge_noise.judges();
  made.rerun_band_model = state_->judge_noise.model();
  if (made.variance) {
    made.variance->judges = state_->judge_noise.judges_variance();
    made.variance->model = state_->judge_noise.model_variance();
  }
  for (std::size_t i = 0; i < made.checks.size(); ++i) {
    made.checks[i].failures = state_->reasons[i].failed.most_common(most_reasons);
    made.checks[i].open = state_->reasons[i].open.most_common(most_reasons);
  }
  return made;
}

}  // namespace cairn
