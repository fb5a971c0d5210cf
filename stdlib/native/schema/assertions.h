// The words that look at one value and at nothing under it.
#pragma once

#include <string>

#include "stdlib/native/schema/nodes.h"

namespace cairn::schema {

// Values of a kind that a word does not speak of pass.
bool holds(const OfKind& word, const Value& value);
bool holds(const Among& word, const Value& value);
bool holds(const Limit& word, const Value& value);
bool holds(const MultipleOf& word, const Value& value);
bool holds(const Length& word, const Value& value);
bool holds(const Matches& word, const Value& value);
bool holds(const ItemCount& word, const Value& value);
bool holds(const AllDifferent& word, const Value& value);
bool holds(const FieldCount& word, const Value& value);
bool holds(const Required& word, const Value& value);

// "12 is less than 20". REQUIRES: it does not hold.
std::string why_not(const OfKind& word, const Value& value);
std::string why_not(const Among& word, const Value& value);
std::string why_not(const Limit& word, const Value& value);
std::string why_not(const MultipleOf& word, const Value& value);
std::string why_not(const Length& word, const Value& value);
std::string why_not(const Matches& word, const Value& value);
std::string why_not(const ItemCount& word, const Value& value);
std::string why_not(const AllDifferent& word, const Value& value);
std::string why_not(const FieldCount& word, const Value& value);
std::string why_not(const Required& word, const Value& value);

// As `shown`, with the words of JSON: null, true, false.
std::string shown_json(const Value& value, std::size_t most = 40);

bool fits_pattern(const Pattern& pattern, std::string_view text);

}  // namespace cairn::schema
