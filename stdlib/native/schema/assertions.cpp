#include "stdlib/native/schema/assertions.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <unordered_map>

#include "lang/overloaded.h"
#include "lang/words.h"
#include "stdlib/native/equality_key.h"
#include "stdlib/native/unicode.h"

namespace cairn::schema {
namespace {

// A number is a whole one too if it is one.
Kinds kinds_of(const Value& value) {
  return std::visit(Overloaded{
                        [](const Missing&) -> Kinds { return null; },
                        [](bool) -> Kinds { return boolean; },
                        [](const Number& found) -> Kinds {
                          return decimal_of(found).is_whole() ? whole | number : number;
                        },
                        [](const std::string&) -> Kinds { return text; },
                        [](const List&) -> Kinds { return list; },
                        [](const Record&) -> Kinds { return record; },
                        [](const Amount&) -> Kinds { return number; },
                        [](const Media&) -> Kinds { return text; },
                    },
                    value.data);
}

std::string in_words(Kinds kinds) {
  constexpr std::string_view names[] = {"null",   "true or false", "a whole number", "a number",
                                        "a text", "a list",        "a record"};
  std::string out;
  for (unsigned i = 0; i < std::size(names); ++i)
    if ((unsigned{kinds} >> i & 1U) != 0)
      out += (out.empty() ? "" : " or ") + std::string(names[i]);
  return out.empty() ? "anything" : out;
}

bool is_within(const Counts& counts, std::size_t count) {
  return count >= counts.least && count <= counts.most;
}

std::string miscounted(const Counts& counts, std::size_t count, std::string_view what) {
  const bool few = count < counts.least;
  return fmt::format("it has {}, {} than {}", counted(count, what), few ? "fewer" : "more",
                     few ? counts.least : counts.most);
}

std::strong_ordering compared(const Number& found, const Limit& limit) {
  // Rounding to doubles keeps the order: only where they are equal more digits matter.
  if (found.value < limit.number.value) return std::strong_ordering::less;
  if (found.value > limit.number.value) return std::strong_ordering::greater;
  return compare(decimal_of(found), limit.exact);
}

const std::string* missing_key(const Required& word, const Record& fields) {
  if (!word.because_of.empty() && !fields.find(word.because_of)) return nullptr;
  const auto found =
      std::ranges::find_if(word.keys, [&](const auto& key) { return !fields.find(key); });
  return found == word.keys.end() ? nullptr : &*found;
}

using Pair = std::pair<std::size_t, std::size_t>;

std::optional<Pair> same_elements(const List& elements) {
  std::unordered_map<std::string, std::size_t> met;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const auto [first, is_new] = met.emplace(equality_key(elements[i]), i);
    if (!is_new) return Pair{first->second, i};
  }
  return std::nullopt;
}

}  // namespace

std::string shown_json(const Value& value, std::size_t most) {
  if (value.is_missing()) return "null";
  if (const auto* truth = value.as<bool>()) return *truth ? "true" : "false";
  return shown(value, most);
}

bool holds(const OfKind& word, const Value& value) {
  if (value.as<Number>() && (word.allowed & number) != 0) return true;
  return (kinds_of(value) & word.allowed) != 0;
}
std::string why_not(const OfKind& word, const Value& value) {
  const Kinds kinds = kinds_of(value);
  if ((kinds & (list | record)) != 0)
    return fmt::format("it is {}, not {}", in_words(kinds), in_words(word.allowed));
  return fmt::format("{} is not {}", shown_json(value), in_words(word.allowed));
}

bool holds(const Among& word, const Value& value) {
  return word.keys.contains(equality_key(value));
}
std::string why_not(const Among& word, const Value& value) {
  return fmt::format("{} is not {}", shown_json(value), word.shown);
}

bool holds(const Limit& word, const Value& value) {
  const auto* found = value.as<Number>();
  if (!found) return true;
  const auto order = compared(*found, word);
  switch (word.way) {
    case Limit::Way::at_least:
      return order >= 0;
    case Limit::Way::at_most:
      return order <= 0;
    case Limit::Way::more:
      return order > 0;
    case Limit::Way::less:
      return order < 0;
  }
  return true;
}
std::string why_not(const Limit& word, const Value& value) {
  constexpr std::string_view failed[] = {"less than", "more than", "not more than",
                                         "not less than"};
  return fmt::format("{} is {} {}", shown(value), failed[static_cast<std::size_t>(word.way)],
                     shown(Value(word.number)));
}

bool holds(const MultipleOf& word, const Value& value) {
  const auto* found = value.as<Number>();
  return !found || is_multiple(*found, word.unit);
}
std::string why_not(const MultipleOf& word, const Value& value) {
  return fmt::format("{} is no multiple of {}", shown(value), shown(Value(word.unit)));
}

bool holds(const Length& word, const Value& value) {
  const auto* found = value.as<std::string>();
  return !found || is_within(word.counts, count_code_points(*found));
}
std::string why_not(const Length& word, const Value& value) {
  return miscounted(word.counts, count_code_points(*value.as<std::string>()), "character");
}

bool holds(const Matches& word, const Value& value) {
  const auto* found = value.as<std::string>();
  return !found || fits_pattern(word.pattern, *found);
}
std::string why_not(const Matches& word, const Value& value) {
  return fmt::format("{} does not match {}", shown_json(value), word.written);
}

bool holds(const ItemCount& word, const Value& value) {
  const auto* elements = value.as<List>();
  return !elements || is_within(word.counts, elements->size());
}
std::string why_not(const ItemCount& word, const Value& value) {
  return miscounted(word.counts, value.as<List>()->size(), "element");
}

bool holds(const AllDifferent&, const Value& value) {
  const auto* elements = value.as<List>();
  return !elements || !same_elements(*elements);
}
std::string why_not(const AllDifferent&, const Value& value) {
  const auto same = *same_elements(*value.as<List>());
  return fmt::format("/{} and /{} are the same", same.first, same.second);
}

bool holds(const FieldCount& word, const Value& value) {
  const auto* fields = value.as<Record>();
  return !fields || is_within(word.counts, fields->fields.size());
}
std::string why_not(const FieldCount& word, const Value& value) {
  return miscounted(word.counts, value.as<Record>()->fields.size(), "field");
}

bool holds(const Required& word, const Value& value) {
  const auto* fields = value.as<Record>();
  return !fields || !missing_key(word, *fields);
}
std::string why_not(const Required& word, const Value& value) {
  const auto* key = missing_key(word, *value.as<Record>());
  return word.because_of.empty()
             ? fmt::format("the key `{}` is missing", *key)
             : fmt::format("the key `{}` is missing, which `{}` needs", *key, word.because_of);
}

bool fits_pattern(const Pattern& pattern, std::string_view text_value) {
  return re2::RE2::PartialMatch(re2::StringPiece(text_value.data(), text_value.size()), *pattern);
}

}  // namespace cairn::schema
