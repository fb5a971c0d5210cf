#include "runtime/patterns/patterns.h"

#include <algorithm>
#include <span>
#include <utility>

#include "runtime/patterns/failure_clusters.h"
#include "runtime/patterns/pattern_search.h"
#include "runtime/stats/multiple.h"

namespace cairn {
namespace {

template <class Comparison>
void add_p(const std::vector<Comparison>& made, std::vector<double>& p) {
  for (const auto& one : made) p.push_back(one.p);
}

// Takes its adjusted p from the front of `adjusted`; keeps what stands out.
template <class Comparison>
std::vector<Comparison> standing_out(std::vector<Comparison> made,
                                     std::span<const double>& adjusted) {
  for (std::size_t i = 0; i < made.size(); ++i) made[i].p_adjusted = adjusted[i];
  adjusted = adjusted.subspan(made.size());
  std::erase_if(made, [](const Comparison& one) { return !(one.p_adjusted < pattern_level); });
  std::ranges::stable_sort(made, [](const Comparison& a, const Comparison& b) {
    return a.p_adjusted != b.p_adjusted ? a.p_adjusted < b.p_adjusted : a.p < b.p;
  });
  return made;
}

}  // namespace

Patterns patterns_of(const LoggedRun& run) {
  const auto table = failure_table(run);
  auto gathered = compare_splits(table, item_splits(run, table));
  auto trends = compare_numbers(table, item_numbers(run, table));
  auto together = compare_checks(run, table);
  std::vector<double> p;
  add_p(gathered, p);
  add_p(trends, p);
  add_p(together, p);

  Patterns made;
  made.compared = p.size();
  const auto adjusted = benjamini_hochberg(p);
  std::span<const double> rest(adjusted);
  made.gathered = standing_out(std::move(gathered), rest);
  made.trends = standing_out(std::move(trends), rest);
  made.together = standing_out(std::move(together), rest);
  std::erase_if(made.gathered, [](const GatheredFailures& one) { return one.lift <= 1; });
  auto words = failure_clusters(run, table);
  made.words_compared = words.compared;
  made.clusters = std::move(words.clusters);
  made.unsteady = unsteady_items(run, table);
  return made;
}

}  // namespace cairn
