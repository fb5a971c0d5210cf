// The values an expression can have.
//
// One type serves items, answers, constants and results, so that what a check
// saw can be printed as it stood in the data.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cairn {

struct Value;

// Nothing was found. It carries why, in words a PM can act on ("there is no
// number in the answer"); every operation on it is missing too, with that reason.
struct Missing {
  std::string why;
};

struct Number {
  double value = 0;
  // As it stands in the data ("1.50"), so that it is printed so; empty for a
  // computed number, which prints in the shortest form that reads back.
  std::string written;
};

enum class Unit { seconds, bytes, usd };

// A length of time, a size or a sum of money, in the unit's base.
struct Amount {
  double value = 0;
  Unit unit = Unit::seconds;
};

// A picture, sound, video or document, by its path relative to the eval.
struct Media {
  std::string path;
};

using List = std::vector<Value>;
using FieldValue = std::pair<std::string, Value>;

// Fields in the order of the data; names are unique.
struct Record {
  std::vector<FieldValue> fields;
  const Value* find(std::string_view name) const;  // Null if there is no such field.
};

struct Value {
  std::variant<Missing, bool, Number, std::string, List, Record, Amount, Media> data;

  Value() = default;
  Value(Missing missing);
  Value(bool truth);
  Value(double number);
  Value(Number number);
  Value(std::string text);
  Value(std::string_view text);
  Value(const char* text);
  Value(List list);
  Value(Record record);
  Value(Amount amount);
  Value(Media media);

  bool is_missing() const { return std::holds_alternative<Missing>(data); }
  template <class T>
  const T* as() const {
    return std::get_if<T>(&data);
  }
};

inline Value missing(std::string why) { return Value(Missing{std::move(why)}); }

// Typed and exact: a number is never equal to a text; records are equal when
// they have the same fields with equal values, in any order. Missing equals nothing.
bool same(const Value& a, const Value& b);

// "text", "number", "yes_no", "list", "record", "missing", "media", or of an
// amount "duration", "size", "money": what `kind(v)` gives and messages say.
std::string_view kind_of(const Value& value);

// What a placeholder prints (language.md section 3): text as it is, a number as
// it stands in the data, yes or no, a list of texts or numbers one a line with
// "- ", records and anything else as JSON in the order of the data, two blanks.
// REQUIRES: not missing and not media; the checker refuses both.
std::string printed(const Value& value);

// For messages: short, in one line, text in quotes and cut at `most` characters.
std::string shown(const Value& value, std::size_t most = 60);

// The shortest decimal form that reads back as the same number; never exponent
// form below 1e15.
std::string shortest(double number);

}  // namespace cairn
