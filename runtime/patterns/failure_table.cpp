#include "runtime/patterns/failure_table.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace cairn {
namespace {

constexpr std::size_t least_failing = 3;  // Fewer items gather by chance too easily.

std::optional<double> failing_of(const LoggedItem& item, std::size_t check) {
  double score = 0;
  std::size_t scored = 0;
  for (const auto& sample : item.scored.samples)
    if (const auto* one = std::get_if<Scored>(&sample.checks[check].outcome)) {
      score += one->score;
      ++scored;
    }
  if (scored == 0) return std::nullopt;
  return 1 - score / static_cast<double>(scored);
}

// Whether anything can be said of where it fails.
bool can_be_compared(const FailureTarget& target) {
  std::size_t failing = 0;
  std::optional<double> first;
  bool varies = false;
  for (const auto& value : target.failing) {
    if (!value) continue;
    if (*value > 0) ++failing;
    if (first && *first != *value) varies = true;
    if (!first) first = value;
  }
  return varies && failing >= least_failing;
}

void add_target(FailureTarget target, FailureTable& table) {
  if (!can_be_compared(target)) return;
  for (const auto& other : table.targets)
    if (target.check.empty() && other.failing == target.failing) return;
  target.all_or_none = std::ranges::all_of(target.failing, [](const std::optional<double>& value) {
    return !value || *value == 0 || *value == 1;
  });
  table.targets.push_back(std::move(target));
}

void number_units(const LoggedRun& run, FailureTable& table) {
  std::unordered_map<std::string_view, std::uint32_t> known;
  for (const auto* item : table.items) {
    const auto next = static_cast<std::uint32_t>(run.grouped() ? known.size() : table.unit.size());
    table.unit.push_back(run.grouped() ? known.try_emplace(item->scored.group, next).first->second
                                       : next);
  }
  table.units = run.grouped() ? known.size() : table.items.size();
}

}  // namespace

FailureTable failure_table(const LoggedRun& run) {
  FailureTable table;
  for (const auto& item : run.items) table.items.push_back(&item);
  std::ranges::stable_sort(table.items, {},
                           [](const LoggedItem* item) { return item->scored.index; });
  number_units(run, table);
  for (std::size_t i = 0; i < run.plan.checks.size(); ++i) {
    FailureTarget target{run.plan.checks[i].check.heading.name, {}};
    for (const auto* item : table.items) target.failing.push_back(failing_of(*item, i));
    add_target(std::move(target), table);
  }
  FailureTarget whole;
  for (const auto* item : table.items)
    whole.failing.push_back(item->score ? std::optional(1 - *item->score) : std::nullopt);
  add_target(std::move(whole), table);
  return table;
}

}  // namespace cairn
