#include "stdlib/native/list.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "lang/words.h"
#include "stdlib/native/equality_key.h"

namespace cairn {
namespace {

bool is_position(double number) { return number >= 1 && std::floor(number) == number; }

std::string no_position(double number) {
  return fmt::format("{} is no place in a list: the first is 1", shortest(number));
}

// Both of one kind that has an order.
bool in_order(const Value& a, const Value& b) {
  if (const auto* number = a.as<Number>()) return number->value < b.as<Number>()->value;
  if (const auto* text = a.as<std::string>()) return *text < *b.as<std::string>();
  if (const auto* truth = a.as<bool>()) return *truth < *b.as<bool>();
  return a.as<Amount>()->value < b.as<Amount>()->value;
}

bool has_order(const Value& value) {
  return value.as<Number>() || value.as<std::string>() || value.as<bool>() || value.as<Amount>();
}

}  // namespace

double count(const List& values) { return static_cast<double>(values.size()); }

Value first(const List& values) {
  return values.empty() ? missing("there is no first: the list is empty") : values.front();
}

Value last(const List& values) {
  return values.empty() ? missing("there is no last: the list is empty") : values.back();
}

Value nth(const List& values, double position) {
  if (!is_position(position)) return missing(no_position(position));
  if (position > static_cast<double>(values.size()))
    return missing(fmt::format("there is no number {} in the list: it has {}", shortest(position),
                               counted(values.size(), "element")));
  return values[static_cast<std::size_t>(position) - 1];
}

Result<std::unique_ptr<PreparedNative>> prepare_nth(Arguments constants) {
  const auto* position =
      constants.size() > 1 && constants[1] ? constants[1]->as<Number>() : nullptr;
  if (position && !is_position(position->value)) return Failure{no_position(position->value)};
  return Result<std::unique_ptr<PreparedNative>>(std::unique_ptr<PreparedNative>());
}

List without_first(const List& values) {
  return values.empty() ? List() : List(values.begin() + 1, values.end());
}

List without_last(const List& values) {
  return values.empty() ? List() : List(values.begin(), values.end() - 1);
}

List unique(const List& values) {
  List out;
  std::unordered_set<std::string> met;
  for (const auto& value : values)
    if (met.insert(equality_key(value)).second) out.push_back(value);
  return out;
}

Found<List> sort(const List& values) {
  for (const auto& value : values) {
    if (!has_order(value))
      return Missing{
          fmt::format("a list with {} in it has no order",
                      value.is_missing() ? "null" : fmt::format("a {}", kind_of(value)))};
    if (kind_of(value) != kind_of(values.front()))
      return Missing{
          fmt::format("a {} and a {} have no order", kind_of(values.front()), kind_of(value))};
  }
  List out = values;
  std::ranges::stable_sort(out, in_order);
  return out;
}

List reversed(const List& values) { return {values.rbegin(), values.rend()}; }

}  // namespace cairn
