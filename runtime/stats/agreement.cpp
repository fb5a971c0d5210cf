#include "runtime/stats/agreement.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <span>

#include "runtime/stats/resample.h"

namespace cairn {
namespace {

// How often each label was given to one item; labels by their place in the table.
using Row = std::vector<double>;

struct Table {
  std::vector<std::string> labels;  // Sorted.
  std::vector<Row> rows;            // Items without a rating are left out.
};

double sum(const Row& row) {
  double total = 0;
  for (const double count : row) total += count;
  return total;
}

Table table_of(const RatedItems& items) {
  std::map<std::string, std::size_t> places;
  for (const auto& item : items)
    for (const auto& rated : item) places.emplace(rated.label, 0);
  Table table;
  for (auto& [label, place] : places) {
    place = table.labels.size();
    table.labels.push_back(label);
  }
  for (const auto& item : items) {
    if (item.empty()) continue;
    Row row(places.size());
    for (const auto& rated : item) ++row[places.at(rated.label)];
    table.rows.push_back(std::move(row));
  }
  return table;
}

// A coefficient of a table in which row i stands `times[i]` times.
using Times = std::span<const unsigned>;

std::optional<double> observed(const Table& table, Times times) {
  double total = 0, items = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const double ratings = sum(table.rows[i]);
    if (ratings < 2 || times[i] == 0) continue;
    double agreeing = 0;
    for (const double count : table.rows[i]) agreeing += count * (count - 1);
    total += times[i] * agreeing / (ratings * (ratings - 1));
    items += times[i];
  }
  if (items == 0) return std::nullopt;
  return total / items;
}

// Of each label: the mean over items of its share of the item's ratings.
Row shares(const Table& table, Times times) {
  Row shares(table.labels.size());
  double items = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const double ratings = sum(table.rows[i]);
    for (std::size_t label = 0; label < shares.size(); ++label)
      shares[label] += times[i] * table.rows[i][label] / ratings;
    items += times[i];
  }
  for (double& share : shares) share /= items;
  return shares;
}

// `by_chance` of 1 leaves no agreement to be had beyond chance.
std::optional<double> beyond_chance(std::optional<double> agreement, double by_chance) {
  constexpr double last_bits = 1e-12;
  if (!agreement || by_chance >= 1 - last_bits) return std::nullopt;
  return (*agreement - by_chance) / (1 - by_chance);
}

std::optional<double> fleiss(const Table& table, Times times) {
  double by_chance = 0;
  for (const double share : shares(table, times)) by_chance += share * share;
  return beyond_chance(observed(table, times), by_chance);
}

std::optional<double> ac1(const Table& table, Times times) {
  double by_chance = 0, used = 0;
  for (const double share : shares(table, times)) {
    by_chance += share * (1 - share);
    if (share > 0) ++used;
  }
  if (used < 2) return std::nullopt;
  return beyond_chance(observed(table, times),
                       by_chance / (static_cast<double>(table.labels.size()) - 1));
}

// --- Krippendorff's alpha -------------------------------------------------------

std::optional<double> number_in(const std::string& label) {
  double number = 0;
  const char* end = label.data() + label.size();
  const auto [stop, error] = std::from_chars(label.data(), end, number);
  if (error != std::errc() || stop != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

// The labels in the order of their numbers; nothing if one is no number.
std::optional<std::vector<double>> put_in_order(Table& table) {
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t label = 0; label < table.labels.size(); ++label) {
    const auto number = number_in(table.labels[label]);
    if (!number) return std::nullopt;
    order.emplace_back(*number, label);
  }
  std::ranges::sort(order);
  for (auto& row : table.rows) {
    Row sorted;
    for (const auto& [number, label] : order) sorted.push_back(row[label]);
    row = std::move(sorted);
  }
  std::vector<double> numbers;
  for (const auto& [number, label] : order) numbers.push_back(number);
  return numbers;
}

struct Distance {
  Level level = Level::nominal;
  std::vector<double> numbers;

  // Squared, of two labels; `given` is how often each label was given.
  double operator()(std::size_t a, std::size_t b, const Row& given) const {
    if (a == b) return 0;
    if (level == Level::nominal) return 1;
    double apart = 0;
    if (level == Level::ordinal) {
      for (std::size_t label = std::min(a, b); label <= std::max(a, b); ++label)
        apart += given[label];
      apart -= (given[a] + given[b]) / 2;
    } else {
      apart = numbers[a] - numbers[b];
      const double together = numbers[a] + numbers[b];
      if (level == Level::ratio) apart = together == 0 ? 0 : apart / together;
    }
    return apart * apart;
  }
};

std::optional<double> alpha(const Table& table, const Distance& distance, Times times) {
  const std::size_t labels = table.labels.size();
  Row given(labels);
  std::vector<double> together(labels * labels);  // Krippendorff's coincidences.
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const auto& row = table.rows[i];
    const double ratings = sum(row);
    if (ratings < 2 || times[i] == 0) continue;
    for (std::size_t a = 0; a < labels; ++a) {
      if (row[a] == 0) continue;
      given[a] += times[i] * row[a];
      for (std::size_t b = 0; b < labels; ++b)
        together[a * labels + b] += times[i] * row[a] * (row[b] - (a == b)) / (ratings - 1);
    }
  }
  const double all = sum(given);
  double seen = 0, expected = 0;
  for (std::size_t a = 0; a < labels; ++a)
    for (std::size_t b = 0; b < a; ++b) {
      const double apart = distance(a, b, given);
      seen += together[a * labels + b] * apart;
      expected += given[a] * given[b] * apart;
    }
  if (expected <= 0) return std::nullopt;
  return 1 - (all - 1) * seen / expected;
}

struct Figures {
  Table table;
  Distance distance;
};

std::optional<Figures> measured(const RatedItems& items, Level level) {
  Figures made{table_of(items), {level, {}}};
  if (level == Level::nominal) return made;
  auto numbers = put_in_order(made.table);
  if (!numbers) return std::nullopt;
  made.distance.numbers = *std::move(numbers);
  return made;
}

// --- Cohen's kappa ----------------------------------------------------------------

// What both raters said of each item that both rated; labels by number.
struct Pairs {
  std::vector<std::pair<std::size_t, std::size_t>> said;
  std::size_t labels = 0;
};

Pairs pairs_of(const RatedItems& items, std::size_t a, std::size_t b) {
  Pairs pairs;
  std::map<std::string, std::size_t> places;
  const auto said_by = [](const std::vector<Rated>& item, std::size_t rater) {
    return std::ranges::find(item, rater, &Rated::rater);
  };
  for (const auto& item : items) {
    const auto first = said_by(item, a), second = said_by(item, b);
    if (first == item.end() || second == item.end()) continue;
    const auto place = [&](const std::string& label) {
      return places.emplace(label, places.size()).first->second;
    };
    const auto one = place(first->label), other = place(second->label);
    pairs.said.emplace_back(one, other);
  }
  pairs.labels = places.size();
  return pairs;
}

std::optional<double> cohen(const Pairs& pairs, Times times) {
  Row first(pairs.labels), second(pairs.labels);
  double same = 0, items = 0;
  for (std::size_t i = 0; i < pairs.said.size(); ++i) {
    const auto& [a, b] = pairs.said[i];
    first[a] += times[i];
    second[b] += times[i];
    if (a == b) same += times[i];
    items += times[i];
  }
  if (items == 0) return std::nullopt;
  double by_chance = 0;
  for (std::size_t label = 0; label < pairs.labels; ++label)
    by_chance += first[label] * second[label] / (items * items);
  return beyond_chance(same / items, by_chance);
}

using Coefficient = std::optional<double>(const Table&, Times);

std::optional<double> once(Coefficient& coefficient, const RatedItems& items) {
  const auto table = table_of(items);
  if (table.rows.empty()) return std::nullopt;
  return coefficient(table, std::vector<unsigned>(table.rows.size(), 1));
}

std::optional<Interval> resampled(Coefficient& coefficient, const RatedItems& items) {
  const auto table = table_of(items);
  return resampled_interval(table.rows.size(),
                            [&](Times times) { return coefficient(table, times); });
}

}  // namespace

std::optional<double> pairwise_agreement(const RatedItems& items) { return once(observed, items); }
std::optional<double> fleiss_kappa(const RatedItems& items) { return once(fleiss, items); }
std::optional<double> gwet_ac1(const RatedItems& items) { return once(ac1, items); }

std::optional<double> krippendorff_alpha(const RatedItems& items, Level level) {
  const auto made = measured(items, level);
  if (!made) return std::nullopt;
  return alpha(made->table, made->distance, std::vector<unsigned>(made->table.rows.size(), 1));
}

std::optional<double> cohen_kappa(const RatedItems& items, std::size_t a, std::size_t b) {
  const auto pairs = pairs_of(items, a, b);
  return cohen(pairs, std::vector<unsigned>(pairs.said.size(), 1));
}

std::optional<Interval> pairwise_agreement_interval(const RatedItems& items) {
  return resampled(observed, items);
}
std::optional<Interval> fleiss_kappa_interval(const RatedItems& items) {
  return resampled(fleiss, items);
}
std::optional<Interval> gwet_ac1_interval(const RatedItems& items) { return resampled(ac1, items); }

std::optional<Interval> krippendorff_alpha_interval(const RatedItems& items, Level level) {
  const auto made = measured(items, level);
  if (!made) return std::nullopt;
  return resampled_interval(made->table.rows.size(),
                            [&](Times times) { return alpha(made->table, made->distance, times); });
}

std::optional<Interval> cohen_kappa_interval(const RatedItems& items, std::size_t a,
                                             std::size_t b) {
  const auto pairs = pairs_of(items, a, b);
  return resampled_interval(pairs.said.size(), [&](Times times) { return cohen(pairs, times); });
}

}  // namespace cairn
