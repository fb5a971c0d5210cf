#include "runtime/history/history.h"

#include <algorithm>
#include <map>

namespace cairn {
namespace {

constexpr std::size_t fewest_letters = 4;

std::size_t letters_in_common(std::string_view a, std::string_view b) {
  const auto [end, unused] =
      std::mismatch(a.begin(), a.begin() + std::min(a.size(), b.size()), b.begin());
  return static_cast<std::size_t>(end - a.begin());
}

bool outside(double score, const Interval& interval) {
  return score < interval.low || score > interval.high;
}

AgainstErrorBars against_error_bars(const Summary& before, const Summary& after) {
  if (!before.interval || !after.interval) return AgainstErrorBars::unknown;
  const bool beyond =
      outside(*before.score, *after.interval) && outside(*after.score, *before.interval);
  return beyond ? AgainstErrorBars::beyond : AgainstErrorBars::within;
}

// Trust decides which checks count, and is no part of the definition.
bool same_checks_count(const Summary& before, const Summary& after) {
  return std::ranges::equal(before.checks, after.checks, {}, &CheckSummary::counts,
                            &CheckSummary::counts);
}

std::vector<std::string> what_else_changed(const PastRun& before, const PastRun& after) {
  const auto &was = *before.summary(), &is = *after.summary();
  std::vector<std::string> also;
  if (was.model != is.model) also.emplace_back("the model");
  if (was.prompt != is.prompt)
    also.emplace_back("the prompt");
  else if (before.outline->hash_answers != after.outline->hash_answers)
    also.emplace_back("the prompt, the items or their draw");
  if (was.items != is.items) also.emplace_back("the number of items");
  if (was.samples != is.samples) also.emplace_back("the number of samples");
  if (!same_checks_count(was, is)) also.emplace_back("which judges count");
  return also;
}

// 20261124T164000Z, as folders are named.
std::string with_dashes(std::string_view compact) {
  if (compact.size() != 16) return std::string(compact);
  std::string text;
  for (std::size_t i = 0; i < compact.size(); ++i) {
    if (i == 4 || i == 6) text += '-';
    if (i == 11 || i == 13) text += ':';
    text += compact[i];
  }
  return text;
}

}  // namespace

const Summary* PastRun::summary() const {
  return outline && outline->summary ? &*outline->summary : nullptr;
}

std::string PastRun::time() const {
  return outline && !outline->time.empty() ? outline->time : with_dashes(entry.time);
}

std::vector<std::string> shortest_ids(const std::vector<RunEntry>& runs) {
  std::vector<std::string_view> sorted;
  for (const auto& run : runs) sorted.push_back(run.id);
  std::ranges::sort(sorted);
  std::vector<std::string> shortest;
  for (const auto& run : runs) {
    const auto place = std::ranges::lower_bound(sorted, std::string_view(run.id));
    std::size_t shared = 0;
    if (place != sorted.begin()) shared = letters_in_common(*std::prev(place), run.id);
    if (std::next(place) != sorted.end())
      shared = std::max(shared, letters_in_common(*std::next(place), run.id));
    shortest.push_back(run.id.substr(0, std::max(fewest_letters, shared + 1)));
  }
  return shortest;
}

void mark_comparable(std::vector<PastRun>& runs) {
  std::map<std::string_view, std::string_view> newest;  // Of each eval, the score hash.
  for (const auto& run : runs)
    if (run.summary()) newest[run.entry.eval] = run.outline->hash_score;
  for (auto& run : runs)
    run.comparable = run.outline && newest.contains(run.entry.eval) &&
                     run.outline->hash_score == newest[run.entry.eval];
}

std::vector<const PastRun*> comparable_runs(const std::vector<PastRun>& runs,
                                            std::string_view eval) {
  std::vector<const PastRun*> found;
  for (const auto& run : runs)
    if (run.comparable && run.entry.eval == eval && run.summary() && run.summary()->score)
      found.push_back(&run);
  return found;
}

std::string_view to_string(AgainstErrorBars found) {
  switch (found) {
    case AgainstErrorBars::within:
      return "within";
    case AgainstErrorBars::beyond:
      return "beyond";
    case AgainstErrorBars::unknown:
      return "unknown";
  }
  return "";
}

std::optional<ScoreChange> last_change(const std::vector<const PastRun*>& comparable) {
  if (comparable.size() < 2) return std::nullopt;
  const auto &before = *comparable[comparable.size() - 2], &after = *comparable.back();
  return ScoreChange{.before = &before,
                     .after = &after,
                     .difference = *after.summary()->score - *before.summary()->score,
                     .error_bars = against_error_bars(*before.summary(), *after.summary()),
                     .also = what_else_changed(before, after)};
}

}  // namespace cairn
