#include "runtime/report/patterns_markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "lang/words.h"
#include "runtime/report/markdown_text.h"
#include "runtime/report/pattern_phrases.h"

namespace cairn {
namespace {

constexpr std::size_t most_pattern_rows = 10;

Phrases plain_phrases() { return Phrases(ReportStyle{}); }

std::string table_row(std::initializer_list<std::string> cells) {
  std::string made = "|";
  for (const auto& cell : cells) made += " " + cell + " |";
  return made + "\n";
}

std::string listed(const std::vector<std::string>& texts) {
  std::string made;
  for (const auto& text : texts) made += (made.empty() ? "" : ", ") + markdown_text(text);
  return made;
}

// A table of the first rows, and how many were left out.
template <class Pattern, class Row>
std::string table_of(std::string_view head, std::string_view rule,
                     const std::vector<Pattern>& found, const Row& row) {
  if (found.empty()) return "";
  auto made = fmt::format("{}\n{}\n", head, rule);
  for (std::size_t i = 0; i < std::min(found.size(), most_pattern_rows); ++i) made += row(found[i]);
  if (found.size() > most_pattern_rows)
    made += fmt::format("\nand {} more\n", found.size() - most_pattern_rows);
  return made + "\n";
}

std::string gathered_table(const Patterns& found) {
  return table_of(
      "| Fails most | Items | Failing | Others | Worst |", "|---|---|--:|--:|---|", found.gathered,
      [](const GatheredFailures& one) {
        const auto say = plain_phrases();
        return table_row({markdown_text(what_fails(one.check)), markdown_text(said_of_items(one)),
                          fmt::format("{} of {}", say.percent(one.failing), one.items),
                          fmt::format("{} of {}", say.percent(one.others_failing), one.others),
                          listed(one.worst)});
      });
}

std::string trends_table(const Patterns& found) {
  return table_of("| Fails with | | Trend | Rank correlation |", "|---|---|---|--:|", found.trends,
                  [](const FailureTrend& one) {
                    const auto say = plain_phrases();
                    return table_row({markdown_text(what_fails(one.check)),
                                      failing_histogram(one, ReportStyle{}),
                                      markdown_text(said_of_trend(one, say)),
                                      fmt::format("{:.2f}", one.rank_correlation)});
                  });
}

std::string together_table(const Patterns& found) {
  return table_of("| Fail together | | Both | By chance | Only one |", "|---|---|--:|--:|--:|",
                  found.together, [](const FailingTogether& one) {
                    const double by_chance = static_cast<double>(one.both) / one.lift;
                    return table_row({markdown_text(one.a), markdown_text(one.b),
                                      std::to_string(one.both), fmt::format("{:.0f}", by_chance),
                                      std::to_string(one.only_a + one.only_b)});
                  });
}

std::string clusters_table(const Patterns& found) {
  return table_of("| Failing answers alike | Answers | Checks | Items |", "|---|--:|---|---|",
                  found.clusters, [](const FailureCluster& one) {
                    return table_row({listed(one.words), std::to_string(one.answers),
                                      (one.of_reasons ? "reasons of " : "") + listed(one.checks),
                                      listed(one.ids)});
                  });
}

std::string unsteady_table(const Patterns& found) {
  return table_of("| Unsteady item | Score | Two answers agree |", "|---|--:|--:|", found.unsteady,
                  [](const ItemConsistency& one) {
                    const auto say = plain_phrases();
                    return table_row({markdown_text(one.id), say.percent(one.score),
                                      say.percent(one.consistency)});
                  });
}

}  // namespace

std::string patterns_markdown(const Patterns& found, const ReportChoices& choices) {
  if (nothing_compared(found)) return "";
  return gathered_table(found) + trends_table(found) + together_table(found) +
         (choices.redact ? "" : clusters_table(found)) + unsteady_table(found) +
         said_of_comparisons(found) + "\n";
}

}  // namespace cairn
