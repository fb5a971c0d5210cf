#include "runtime/stats/labels.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "runtime/stats/interval.h"

namespace cairn {
namespace {

// The table with labels as numbers; 0 is "said nothing", which is no label.
struct Numbered {
  std::vector<std::pair<std::size_t, std::size_t>> cells;  // Said, should say.
  std::size_t labels = 1;
};

using Counts = std::vector<double>;

struct Margins {
  std::vector<double> said, should_say, both;
  double all = 0;
};

Margins margins_of(const Numbered& table, const Counts& counts) {
  Margins made{std::vector<double>(table.labels), std::vector<double>(table.labels),
               std::vector<double>(table.labels), 0};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto& [said, should_say] = table.cells[i];
    made.said[said] += counts[i];
    made.should_say[should_say] += counts[i];
    if (said == should_say) made.both[said] += counts[i];
    made.all += counts[i];
  }
  return made;
}

double part(double of, double whole) { return whole > 0 ? of / whole : 0; }

std::optional<double> kappa(const Margins& margins) {
  double agreeing = 0, by_chance = 0;
  for (std::size_t label = 0; label < margins.both.size(); ++label) {
    agreeing += margins.both[label];
    by_chance += margins.said[label] * margins.should_say[label];
  }
  by_chance /= margins.all * margins.all;
  constexpr double last_bits = 1e-12;
  if (by_chance >= 1 - last_bits) return std::nullopt;
  return (agreeing / margins.all - by_chance) / (1 - by_chance);
}

double of_label(LabelMetric metric, const Margins& margins, std::size_t label) {
  const double right = margins.both[label];
  if (metric == LabelMetric::precision) return part(right, margins.said[label]);
  if (metric == LabelMetric::recall) return part(right, margins.should_say[label]);
  return part(2 * right, margins.said[label] + margins.should_say[label]);
}

std::optional<double> computed(LabelMetric metric, const Numbered& table, const Counts& counts) {
  const auto margins = margins_of(table, counts);
  if (margins.all <= 0) return std::nullopt;
  if (metric == LabelMetric::kappa) return kappa(margins);
  double sum = 0, occur = 0;
  for (std::size_t label = 1; label < table.labels; ++label) {
    if (margins.said[label] + margins.should_say[label] <= 0) continue;
    sum += of_label(metric, margins, label);
    ++occur;
  }
  if (occur == 0) return std::nullopt;
  return sum / occur;
}

template <class Cells>
Numbered numbered(const Cells& cells) {
  std::map<std::string_view, std::size_t> numbers;
  for (const auto& [cell, count] : cells) {
    numbers.emplace(cell.first, 0);
    numbers.emplace(cell.second, 0);
  }
  Numbered table;
  for (auto& [label, number] : numbers)
    if (!label.empty()) number = table.labels++;
  for (const auto& [cell, count] : cells)
    table.cells.emplace_back(numbers.at(cell.first), numbers.at(cell.second));
  return table;
}

// By how much the metric moves with one more in each cell.
std::vector<double> slopes_of(LabelMetric metric, const Numbered& table, Counts counts) {
  std::vector<double> slopes;
  for (double& count : counts) {
    const double was = count, step = 1e-3 * std::max(1.0, was);
    // Cells hold at least one, so the step down stays above nothing.
    count = was + step;
    const auto above = computed(metric, table, counts);
    count = was - step;
    const auto below = computed(metric, table, counts);
    count = was;
    slopes.push_back(above && below ? (*above - *below) / (2 * step) : 0);
  }
  return slopes;
}

}  // namespace

void Labels::add(std::span<const Said* const> said, Group group) {
  if (said.empty()) return;
  ++items_;
  std::vector<std::uint32_t> numbers;
  for (const auto* one : said) {
    auto& cell = cells_[{one->said, one->should_say}];
    if (cell.count == 0) cell.number = static_cast<std::uint32_t>(cells_.size() - 1);
    ++cell.count;
    numbers.push_back(cell.number);
  }
  for (const auto a : numbers) {
    if (group != alone) {
      ++by_group_[{group, a}];
      continue;
    }
    for (const auto b : numbers) ++together_[(std::uint64_t{a} << 32) | b];
  }
}

std::vector<ConfusionCell> Labels::confusion() const {
  std::vector<ConfusionCell> cells;
  for (const auto& [cell, count] : cells_)
    cells.push_back({cell.first, cell.second, static_cast<std::size_t>(count.count)});
  std::ranges::stable_sort(cells, std::ranges::greater{}, &ConfusionCell::count);
  return cells;
}

std::optional<double> Labels::value(LabelMetric metric) const {
  Counts counts;
  for (const auto& [cell, count] : cells_) counts.push_back(count.count);
  return computed(metric, numbered(cells_), counts);
}

// Of each group, how far its cells together pull the metric, squared; `slopes` by
// the cells' numbers. Sorted before they are added, for numbers come by arrival.
double Labels::squared_distances(const std::vector<double>& slopes) const {
  std::vector<double> terms;
  for (const auto& [pair, count] : together_)
    terms.push_back(slopes[pair >> 32] * slopes[pair & 0xffffffff] * count);
  std::map<Group, std::vector<double>> pulls;
  for (const auto& [key, count] : by_group_) pulls[key.first].push_back(slopes[key.second] * count);
  for (auto& [group, parts] : pulls) {
    std::ranges::sort(parts);
    double pull = 0;
    for (const double one : parts) pull += one;
    terms.push_back(pull * pull);
  }
  std::ranges::sort(terms);
  double total = 0;
  for (const double term : terms) total += term;
  return std::max(0.0, total);
}

std::optional<Interval> Labels::interval(LabelMetric metric) const {
  const auto mean = value(metric);
  if (!mean) return std::nullopt;
  Counts counts;
  for (const auto& [cell, count] : cells_) counts.push_back(count.count);
  const auto in_order = slopes_of(metric, numbered(cells_), counts);
  std::vector<double> slopes(cells_.size());
  std::size_t place = 0;
  for (const auto& [cell, count] : cells_) slopes[count.number] = in_order[place++];

  std::set<Group> groups;
  for (const auto& [key, count] : by_group_) groups.insert(key.first);
  Estimate estimate{.items = items_, .groups = groups.empty() ? items_ : groups.size()};
  estimate.mean = *mean;
  if (estimate.groups < 2) return std::nullopt;
  const auto number = static_cast<double>(estimate.groups);
  constexpr double last_bits = 1e-9;  // Of slopes that were computed by steps.
  estimate.error = std::sqrt(number / (number - 1) * squared_distances(slopes));
  if (estimate.error < last_bits) estimate.error = 0;
  if (metric != LabelMetric::kappa) return interval_of(estimate);
  const auto around = t_interval(estimate);
  return Interval{std::max(around->low, -1.0), std::min(around->high, 1.0)};
}

}  // namespace cairn
