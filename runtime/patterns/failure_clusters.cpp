#include "runtime/patterns/failure_clusters.h"

#include <algorithm>
#include <utility>

#include "runtime/patterns/alike_texts.h"
#include "runtime/patterns/telling_words.h"

namespace cairn {
namespace {

constexpr std::size_t most_clusters = 8;
constexpr std::size_t most_words = 8;
constexpr std::size_t most_ids = 5;
constexpr std::size_t most_checks = 3;
constexpr std::size_t least_answers = 3;

std::vector<std::size_t> failing_ones(const PlacedTexts& texts) {
  std::vector<std::size_t> made;
  for (std::size_t i = 0; i < texts.failing.size(); ++i)
    if (texts.failing[i]) made.push_back(i);
  return made;
}

// The check that fails most, and others that half of the answers fail.
std::vector<std::string> checks_failing(const LoggedRun& run, const FailureTable& table,
                                        const std::vector<TextPlace>& places) {
  std::vector<std::pair<std::size_t, std::size_t>> failing;  // How many answers, which check.
  for (std::size_t check = 0; check < run.plan.checks.size(); ++check) {
    const auto failed = static_cast<std::size_t>(std::ranges::count_if(places, [&](TextPlace at) {
      const auto& sample = table.items[at.item]->scored.samples[at.sample];
      const auto* scored = std::get_if<Scored>(&sample.checks[check].outcome);
      return scored && !scored->passed;
    }));
    if (failed > 0) failing.emplace_back(failed, check);
  }
  std::ranges::stable_sort(failing, std::greater{}, &std::pair<std::size_t, std::size_t>::first);
  std::vector<std::string> names;
  for (const auto& [failed, check] : failing)
    if (names.empty() || (names.size() < most_checks && 2 * failed >= places.size()))
      names.push_back(run.plan.checks[check].check.heading.name);
  return names;
}

FailureCluster cluster_of(const LoggedRun& run, const FailureTable& table, const PlacedTexts& texts,
                          const AlikeTexts& alike) {
  FailureCluster made;
  for (const auto word : alike.words)
    if (made.words.size() < most_words) made.words.push_back(texts.words.name(word));
  std::vector<TextPlace> places;
  for (const auto text : alike.texts) {
    const auto place = texts.places[text];
    if (places.empty() || places.back().item != place.item) {
      ++made.items;
      if (made.ids.size() < most_ids) made.ids.push_back(table.items[place.item]->scored.id);
    }
    places.push_back(place);
  }
  made.answers = places.size();
  made.checks = checks_failing(run, table, places);
  return made;
}

bool gives_reasons_in_words(const program::Check& check) {
  return std::holds_alternative<program::ByJudge>(check.evidence) ||
         std::holds_alternative<program::ByTool>(check.evidence) ||
         std::holds_alternative<program::ByPanel>(check.evidence);
}

std::vector<FailureCluster> clusters_of_reasons(const LoggedRun& run, const FailureTable& table) {
  std::vector<FailureCluster> clusters;
  for (std::size_t i = 0; i < run.plan.checks.size(); ++i) {
    if (!gives_reasons_in_words(run.plan.checks[i].check)) continue;
    const auto texts = texts_of_reasons(table, i);
    const auto telling = words_that_go_together(table, texts);
    for (const auto& alike : alike_texts(texts.words, failing_ones(texts), telling)) {
      if (alike.words.size() < 2) continue;
      auto made = cluster_of(run, table, texts, alike);
      made.of_reasons = true;
      made.checks = {run.plan.checks[i].check.heading.name};
      clusters.push_back(std::move(made));
    }
  }
  return clusters;
}

}  // namespace

FailureClusters failure_clusters(const LoggedRun& run, const FailureTable& table) {
  FailureClusters made;
  {
    const auto texts = texts_of_answers(run, table);
    const auto telling = words_of_failing(table, texts);
    made.compared = telling.compared;
    for (const auto& alike : alike_texts(texts.words, failing_ones(texts), telling.words))
      made.clusters.push_back(cluster_of(run, table, texts, alike));
  }
  if (made.clusters.empty()) made.clusters = clusters_of_reasons(run, table);
  std::erase_if(made.clusters, [](const FailureCluster& one) { return one.items < least_answers; });
  std::ranges::stable_sort(made.clusters, std::greater{}, &FailureCluster::answers);
  if (made.clusters.size() > most_clusters) made.clusters.resize(most_clusters);
  return made;
}

}  // namespace cairn
