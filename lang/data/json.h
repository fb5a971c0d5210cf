// JSON text to values and back.
//
// Strict (RFC 8259): no comments, no trailing commas, no NaN, no lone surrogates,
// valid UTF-8 only, nothing after the value. Numbers keep how they were written,
// records the order of their keys; null is missing. Never recurses without bound.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lang/value.h"

namespace cairn {

// Deeper lists and records are refused.
constexpr std::size_t deepest_json = 256;

struct JsonMistake {
  std::size_t offset = 0;  // The byte where reading stopped.
  std::string what;        // Lower case, no full stop: "a comma is missing before this".
};

struct JsonParse {
  Value value;  // Missing if there is a mistake.
  std::optional<JsonMistake> mistake;
  explicit operator bool() const { return !mistake; }
};

// A key that stands twice in one record is wrong in data that people write; in a
// model's answer the last one counts, as for every program that will read it.
enum class SameKeys { refused, last_counts };

JsonParse parse_json(std::string_view text, SameKeys same_keys = SameKeys::refused);

// Whether parse_json(text, SameKeys::last_counts) gives a value; faster.
bool is_json(std::string_view text);

// In one line, without blanks. Missing is null; media, its path; an amount, its
// number in the unit's base; a number is written as it stood.
void append_json(std::string& out, const Value& value);
std::string to_json(const Value& value);

// Two blanks a level, one field or element a line.
std::string to_indented_json(const Value& value);

// With quotes. What is no UTF-8 becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace cairn
