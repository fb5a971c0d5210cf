#include <algorithm>
#include <set>
#include <utility>

#include "runtime/patterns/item_features.h"
#include "runtime/patterns/item_fields.h"
#include "runtime/stats/ranks.h"
#include "stdlib/native/word.h"

namespace cairn {
namespace {

using OptionalNumbers = std::vector<std::optional<double>>;

bool more_different_than(std::size_t most, const OptionalNumbers& values) {
  std::set<double> different;
  for (const auto& value : values) {
    if (value) different.insert(*value);
    if (different.size() > most) return true;
  }
  return false;
}

void add_number(std::string field, OptionalNumbers values, std::size_t more_than,
                std::vector<ItemNumber>& numbers) {
  if (!more_different_than(more_than, values)) return;
  if (std::ranges::find(numbers, values, &ItemNumber::values) != numbers.end()) return;
  std::vector<double> all;
  for (const auto& value : values)
    if (value) all.push_back(*value);
  ItemNumber made{std::move(field), std::move(values), {}};
  if (all.size() == made.values.size()) made.ranks = mean_ranks(all);
  numbers.push_back(std::move(made));
}

// Of the values of one kind.
template <class Kind, class Count>
OptionalNumbers counted_in(const ItemField& field, const Count& count) {
  OptionalNumbers made;
  for (const auto* value : field.values) {
    const auto* one = value ? value->as<Kind>() : nullptr;
    made.push_back(one ? std::optional<double>(count(*one)) : std::nullopt);
  }
  return made;
}

// The mean over the samples that were answered.
std::optional<double> words_answered(const LoggedItem& item) {
  double words = 0, answers = 0;
  for (const auto& answer : item.answers) {
    if (answer.turns.empty()) continue;
    for (const auto& turn : answer.turns) words += word_count(turn);
    ++answers;
  }
  if (answers == 0) return std::nullopt;
  return words / answers;
}

}  // namespace

std::vector<ItemNumber> item_numbers(const LoggedRun& run, const FailureTable& table) {
  constexpr std::size_t hardly_any = 2;  // A count of two values is no trend.
  std::vector<ItemNumber> numbers;
  for (const auto& field : item_fields(run, table)) {
    const auto name = "item." + field.name;
    add_number(name, counted_in<Number>(field, [](const Number& one) { return one.value; }),
               most_numbers_by_value, numbers);
    add_number(name + " (words)", counted_in<std::string>(field, word_count), hardly_any, numbers);
    add_number(
        name + " (number)",
        counted_in<List>(field, [](const List& list) { return static_cast<double>(list.size()); }),
        hardly_any, numbers);
  }
  OptionalNumbers answers;
  for (const auto* item : table.items) answers.push_back(words_answered(*item));
  add_number("answer (words)", std::move(answers), hardly_any, numbers);
  return numbers;
}

}  // namespace cairn
