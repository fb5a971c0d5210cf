// Several runs over the same items, the best first.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "runtime/compare/comparison.h"
#include "runtime/compare/paired_items.h"
#include "runtime/compare/run_change.h"
#include "runtime/stats/interval.h"
#include "runtime/stats/multiple.h"

namespace cairn {
namespace {

// An item that every run scored, with what it came to in each.
struct CommonItem {
  std::vector<double> scores;
  Group group = alone;
};

struct CommonItems {
  std::vector<CommonItem> items;
  std::size_t left_out = 0;
};

using ItemsOfRun = std::unordered_map<std::string_view, const LoggedItem*>;

std::optional<CommonItem> in_all(const LoggedItem& first, const std::vector<LoggedRun>& runs,
                                 const std::vector<ItemsOfRun>& by_id) {
  CommonItem made;
  for (std::size_t run = 0; run < runs.size(); ++run) {
    const auto found = by_id[run].find(first.scored.id);
    if (found == by_id[run].end()) return std::nullopt;
    const auto& item = *found->second;
    if (!item.score || !same_item(runs.front(), first, runs[run], item)) return std::nullopt;
    made.scores.push_back(*item.score);
  }
  return made;
}

CommonItems common_items(const std::vector<LoggedRun>& runs) {
  std::vector<ItemsOfRun> by_id(runs.size());
  std::unordered_set<std::string_view> all;
  for (std::size_t run = 0; run < runs.size(); ++run)
    for (const auto& item : runs[run].items) {
      by_id[run].emplace(item.scored.id, &item);
      all.insert(item.scored.id);
    }
  CommonItems made;
  std::unordered_map<std::string_view, Group> groups;
  const auto grouped = std::ranges::find_if(runs, &LoggedRun::grouped);
  for (const auto& item : runs.front().items) {
    auto common = in_all(item, runs, by_id);
    if (!common) continue;
    if (grouped != runs.end()) {
      const auto run = static_cast<std::size_t>(grouped - runs.begin());
      const std::string_view name = by_id[run].at(item.scored.id)->scored.group;
      common->group = groups.emplace(name, static_cast<Group>(groups.size())).first->second;
    }
    made.items.push_back(*std::move(common));
  }
  made.left_out = all.size() - made.items.size();
  return made;
}

std::vector<Pair> pairs_between(const CommonItems& common, std::size_t a, std::size_t b) {
  std::vector<Pair> pairs;
  pairs.reserve(common.items.size());
  for (const auto& item : common.items)
    pairs.push_back({item.scores[a], item.scores[b], item.group});
  return pairs;
}

struct Duel {
  std::size_t a = 0, b = 0;
  double difference = 0;  // b less a.
  double p = 1;
};

std::vector<Duel> duels_of(const CommonItems& common, const std::vector<std::size_t>& runs) {
  std::vector<Duel> duels;
  for (std::size_t i = 0; i < runs.size(); ++i)
    for (std::size_t j = i + 1; j < runs.size(); ++j) {
      const auto found = paired_difference(pairs_between(common, runs[i], runs[j]));
      duels.push_back({runs[i], runs[j], found.difference, found.p});
    }
  std::vector<double> p;
  for (const auto& duel : duels) p.push_back(duel.p);
  const auto adjusted = holm(p);
  for (std::size_t i = 0; i < duels.size(); ++i) duels[i].p = adjusted[i];
  return duels;
}

void add_score(const CommonItems& common, Ranked& ranked) {
  Moments moments;
  for (const auto& item : common.items) moments.add(item.scores[ranked.run], item.group);
  const auto estimate = moments.estimate();
  ranked.score = estimate.mean;
  ranked.interval = interval_of(estimate);
}

void rank_by(const std::vector<Duel>& duels, std::vector<Ranked>& runs) {
  for (const auto& duel : duels) {
    const bool told_apart = duel.p < 0.05 && duel.difference != 0;
    if (told_apart) {
      ++*runs[duel.difference > 0 ? duel.a : duel.b].rank;
    } else {
      runs[duel.a].not_told_from.push_back(duel.b);
      runs[duel.b].not_told_from.push_back(duel.a);
    }
  }
}

void put_best_first(std::vector<Ranked>& runs) {
  const auto scores = runs;
  for (auto& run : runs)
    std::ranges::stable_sort(run.not_told_from, [&](std::size_t a, std::size_t b) {
      return scores[a].score > scores[b].score;
    });
  std::ranges::stable_sort(runs, [](const Ranked& a, const Ranked& b) {
    return std::pair(a.rank.has_value(), a.score) > std::pair(b.rank.has_value(), b.score);
  });
}

// --- whose score is made alike ----------------------------------------------------------

std::string scored_otherwise(const LoggedRun& a, const LoggedRun& b) {
  return why_scored_otherwise(run_changes(a, b));
}

// The run that most are scored like; of several the first.
std::size_t most_usual(const std::vector<LoggedRun>& runs) {
  std::vector<std::ptrdiff_t> alike;
  for (const auto& run : runs)
    alike.push_back(std::ranges::count_if(
        runs, [&](const LoggedRun& other) { return scored_otherwise(run, other).empty(); }));
  return static_cast<std::size_t>(std::ranges::max_element(alike) - alike.begin());
}

// The comparable runs; of the others, `board` says why they are not.
std::vector<std::size_t> comparable_ones(const std::vector<LoggedRun>& runs, Leaderboard& board) {
  const auto& usual = runs[most_usual(runs)];
  std::vector<std::size_t> comparable;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto otherwise = scored_otherwise(usual, runs[i]);
    if (otherwise.empty())
      comparable.push_back(i);
    else
      board.warnings.push_back(
          fmt::format("{} is scored otherwise than {}: {}", runs[i].id, usual.id, otherwise));
  }
  return comparable;
}

}  // namespace

Leaderboard leaderboard(const std::vector<LoggedRun>& runs) {
  const auto common = common_items(runs);
  Leaderboard made{.items = common.items.size(), .left_out = common.left_out};
  for (std::size_t run = 0; run < runs.size(); ++run) made.runs.push_back({.run = run});
  const auto comparable = comparable_ones(runs, made);
  if (common.items.empty()) return made;
  for (auto& ranked : made.runs) add_score(common, ranked);
  for (const auto run : comparable) made.runs[run].rank = 1;
  rank_by(duels_of(common, comparable), made.runs);
  put_best_first(made.runs);
  return made;
}

}  // namespace cairn
