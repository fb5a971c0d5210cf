#include "runtime/history/saturation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

#include "runtime/stats/multiple.h"
#include "runtime/stats/ranks.h"
#include "runtime/stats/tally.h"
#include "runtime/stats/two_sided.h"

namespace cairn {
namespace {

// An interval that reaches it is printed as reaching 100%.
constexpr double shown_as_all = 0.995;

struct PassedAndFailed {
  std::size_t passed = 0, failed = 0;
};

// All answers of one sample number in one run: what an item is held against.
struct Sitting {
  double sum = 0;
  std::size_t items = 0;
};

struct SeenItem {
  std::string id;
  std::size_t runs = 0;
  PassedAndFailed answers;
  double score = 0;                                    // Sum over `scores`.
  std::vector<std::pair<std::size_t, double>> scores;  // The sitting, and the item's score.
  std::vector<PassedAndFailed> checks;                 // As State::checks.
};

// Equal for runs whose answers are, whatever the order of their items.
std::size_t fingerprint_of(const LoggedRun& run) {
  std::size_t all = 0;
  for (const auto& item : run.items) {
    std::size_t mixed = 0;
    const auto mix = [&](std::string_view text) {
      mixed = (mixed ^ std::hash<std::string_view>{}(text)) * 0x9e3779b97f4a7c15;
    };
    mix(item.scored.id);
    for (const auto& answer : item.answers) {
      mix(answer.error);
      for (const auto& turn : answer.turns) mix(turn);
    }
    all += mixed;
  }
  return all;
}

struct SeenCheck {
  std::string name;
  PassedAndFailed answers;
  bool counts = true;  // In every run.
};

}  // namespace

struct SaturationCounts::State {
  std::size_t runs = 0, repeated = 0;
  std::set<std::size_t> fingerprints;
  std::optional<double> newest_score;
  std::optional<Interval> newest_interval;
  std::unordered_map<std::string, std::size_t> numbers;
  std::vector<SeenItem> items;
  std::vector<SeenCheck> checks;
  std::vector<Sitting> sittings;

  SeenItem& item_called(const std::string& id) {
    const auto [place, is_new] = numbers.try_emplace(id, items.size());
    if (is_new) items.push_back({.id = id});
    return items[place->second];
  }

  std::vector<std::size_t> places_of_checks(const LoggedRun& run) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < run.plan.checks.size(); ++i) {
      const auto& name = run.plan.checks[i].check.heading.name;
      auto place = std::ranges::find(checks, name, &SeenCheck::name);
      if (place == checks.end()) place = checks.insert(place, {.name = name});
      if (!run.counts[i]) place->counts = false;
      places.push_back(static_cast<std::size_t>(place - checks.begin()));
    }
    return places;
  }

  void count_checks(SeenItem& item, const ScoredSample& sample,
                    const std::vector<std::size_t>& places) {
    item.checks.resize(checks.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
      const auto* scored = std::get_if<Scored>(&sample.checks[i].outcome);
      if (!scored) continue;
      for (auto* counts : {&item.checks[places[i]], &checks[places[i]].answers})
        ++(scored->passed ? counts->passed : counts->failed);
    }
  }

  std::size_t sitting_of(std::size_t sample, std::map<std::size_t, std::size_t>& of_run) {
    const auto [place, is_new] = of_run.try_emplace(sample, sittings.size());
    if (is_new) sittings.emplace_back();
    return place->second;
  }

  void count_score(SeenItem& item, std::size_t sitting, double score) {
    sittings[sitting].sum += score;
    ++sittings[sitting].items;
    item.score += score;
    item.scores.emplace_back(sitting, score);
  }

  // Whether enough was seen of it to say that all, or no answers pass.
  bool seen_enough(const SeenItem& item) const {
    return item.answers.passed + item.answers.failed >= 2 &&
           item.runs >= std::min<std::size_t>(runs, 2);
  }

  ItemStanding standing(const SeenItem& item) const {
    ItemStanding made{
        .item = item.id, .runs = item.runs, .answers = item.answers.passed + item.answers.failed};
    if (!item.scores.empty()) made.score = item.score / static_cast<double>(item.scores.size());
    if (item.answers.passed > 0) return made;
    for (std::size_t i = 0; i < item.checks.size(); ++i)
      if (checks[i].counts && item.checks[i].failed > 0 && item.checks[i].passed == 0)
        made.failed_checks.push_back(checks[i].name);
    return made;
  }

  // Nothing: it, or the rest, does not vary, or there are too few answers.
  std::optional<ItemDiscrimination> discrimination(const SeenItem& item) const {
    std::vector<double> own, others;
    for (const auto& [sitting, score] : item.scores) {
      const auto& all = sittings[sitting];
      if (all.items < 2) continue;
      const double rest = (all.sum - score) / static_cast<double>(all.items - 1);
      own.push_back(score);
      // What is left of rounding must not look like answers that differ.
      others.push_back(std::round(rest * 1e9) / 1e9);
    }
    if (own.size() < Saturation::fewest_answers) return std::nullopt;
    const auto found = pearson(own, others);
    if (!found) return std::nullopt;
    return ItemDiscrimination{.item = item.id,
                              .answers = own.size(),
                              .correlation = found->value,
                              .p = p_of(found->value, runs == 1 ? own.size() : runs)};
  }

  static double p_of(double correlation, std::size_t units) {
    if (units < 3) return 1;
    const double rest = (1 - correlation) * (1 + correlation);
    return t_p(correlation * std::sqrt(static_cast<double>(units - 2) / rest), units - 2);
  }
};

SaturationCounts::SaturationCounts() : state_(std::make_unique<State>()) {}
SaturationCounts::~SaturationCounts() = default;

void SaturationCounts::add(const LoggedRun& run) {
  auto& state = *state_;
  state.newest_score = run.summary.score;
  state.newest_interval = run.summary.interval;
  if (!state.fingerprints.insert(fingerprint_of(run)).second) {
    ++state.repeated;
    return;
  }
  const auto places = state.places_of_checks(run);
  std::map<std::size_t, std::size_t> sittings;  // Of each sample's number.
  for (const auto& logged : run.items) {
    auto& item = state.item_called(logged.scored.id);
    const auto before = item.answers;
    for (std::size_t i = 0; i < logged.scored.samples.size(); ++i) {
      const auto& sample = logged.scored.samples[i];
      const auto passes = score_sample(run.plan, run.counts, sample.checks).passes;
      if (passes == SampleScore::Passes::yes) ++item.answers.passed;
      if (passes == SampleScore::Passes::no) ++item.answers.failed;
      state.count_checks(item, sample, places);
      if (const auto score = logged.answers[i].score)
        state.count_score(item, state.sitting_of(logged.answers[i].sample, sittings), *score);
    }
    const bool decided = item.answers.passed + item.answers.failed > before.passed + before.failed;
    if (decided) ++item.runs;
  }
  ++state.runs;
}

namespace {

void adjust(std::vector<ItemDiscrimination>& all) {
  std::vector<double> p;
  for (const auto& one : all) p.push_back(one.p);
  const auto adjusted = benjamini_hochberg(p);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].p_adjusted = adjusted[i];
  std::ranges::stable_sort(all, std::ranges::greater{}, &ItemDiscrimination::correlation);
}

bool one_score_throughout(const SeenItem& item) {
  return item.scores.size() > 1 && std::ranges::all_of(item.scores, [&](const auto& one) {
           return one.second == item.scores.front().second;
         });
}

}  // namespace

Saturation SaturationCounts::finish() const {
  const auto& state = *state_;
  Saturation made{.runs = state.runs,
                  .repeated = state.repeated,
                  .score = state.newest_score,
                  .interval = state.newest_interval};
  made.at_ceiling = state.newest_interval && state.newest_interval->high >= shown_as_all;
  for (const auto& check : state.checks)
    if (check.counts && check.answers.passed > 0 && check.answers.failed == 0)
      made.passed_checks.push_back(check.name);
  for (const auto& item : state.items) {
    const auto answers = item.answers.passed + item.answers.failed;
    if (answers > 0) ++made.items;
    made.answers = std::max(made.answers, answers);
    if (one_score_throughout(item)) ++made.unvarying;
    if (const auto found = state.discrimination(item)) made.discrimination.push_back(*found);
    if (!state.seen_enough(item)) continue;
    if (item.answers.failed == 0) made.passed.push_back(state.standing(item));
    if (item.answers.passed == 0) made.failed.push_back(state.standing(item));
  }
  std::ranges::stable_sort(made.failed, {}, &ItemStanding::score);
  adjust(made.discrimination);
  return made;
}

}  // namespace cairn
