#include "runtime/patterns/failing_texts.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace cairn {
namespace {

// Whether an answer failed one of the checks; nothing if that is open, or none applied.
std::optional<bool> failed_any(const ScoredSample& sample, const std::vector<std::size_t>& checks) {
  bool scored = false, open = false;
  for (const auto i : checks) {
    const auto& outcome = sample.checks[i].outcome;
    open = open || std::holds_alternative<Unanswered>(outcome);
    const auto* one = std::get_if<Scored>(&outcome);
    if (one && !one->passed) return true;
    scored = scored || one;
  }
  return scored && !open ? std::optional(false) : std::nullopt;
}

struct AnswersDivided {
  std::size_t failing = 0, others = 0;
  std::size_t smaller() const { return std::min(failing, others); }
  bool evenly_enough() const { return 10 * smaller() >= failing + others; }
};

AnswersDivided divided(const FailureTable& table, const std::vector<std::size_t>& checks) {
  AnswersDivided made;
  for (const auto* item : table.items)
    for (const auto& sample : item->scored.samples)
      if (const auto failed = failed_any(sample, checks)) ++(*failed ? made.failing : made.others);
  return made;
}

std::vector<std::size_t> checks_that_count(const LoggedRun& run) {
  std::vector<std::size_t> checks;
  for (std::size_t i = 0; i < run.counts.size(); ++i)
    if (run.counts[i]) checks.push_back(i);
  return checks;
}

std::vector<std::size_t> deciding_checks(const LoggedRun& run, const FailureTable& table) {
  auto best = checks_that_count(run);
  auto best_divided = divided(table, best);
  if (best_divided.evenly_enough()) return best;
  for (std::size_t i = 0; i < run.plan.checks.size(); ++i) {
    const auto here = divided(table, {i});
    if (here.smaller() <= best_divided.smaller()) continue;
    best = {i};
    best_divided = here;
  }
  return best;
}

}  // namespace

PlacedTexts texts_of_answers(const LoggedRun& run, const FailureTable& table) {
  const auto checks = deciding_checks(run, table);
  PlacedTexts made;
  for (ItemIndex i = 0; i < table.items.size(); ++i) {
    const auto& item = *table.items[i];
    const auto samples = std::min(item.answers.size(), item.scored.samples.size());
    for (std::size_t s = 0; s < samples; ++s) {
      const auto failed = failed_any(item.scored.samples[s], checks);
      if (!failed || item.answers[s].turns.empty()) continue;
      made.words.add(item.answers[s].text());
      made.places.push_back({i, s});
      made.failing.push_back(*failed);
    }
  }
  return made;
}

PlacedTexts texts_of_reasons(const FailureTable& table, std::size_t check) {
  PlacedTexts made;
  for (ItemIndex i = 0; i < table.items.size(); ++i) {
    const auto& samples = table.items[i]->scored.samples;
    for (std::size_t s = 0; s < samples.size(); ++s) {
      const auto* scored = std::get_if<Scored>(&samples[s].checks[check].outcome);
      if (!scored || scored->passed || scored->why.empty()) continue;
      made.words.add(scored->why);
      made.places.push_back({i, s});
      made.failing.push_back(true);
    }
  }
  return made;
}

std::vector<std::size_t> one_of_each_unit(const FailureTable& table, const PlacedTexts& texts,
                                          bool failing) {
  std::vector<bool> spoken_for(table.units);
  std::vector<std::size_t> made;
  for (std::size_t i = 0; i < texts.places.size(); ++i) {
    const auto unit = table.unit[texts.places[i].item];
    if (texts.failing[i] != failing || spoken_for[unit]) continue;
    spoken_for[unit] = true;
    made.push_back(i);
  }
  return made;
}

}  // namespace cairn
