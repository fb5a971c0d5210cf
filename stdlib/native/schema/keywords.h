// The words of JSON Schema: which hold schemas, and in which draft.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace cairn::schema {

enum class Draft : std::uint8_t { seven, latest };  // 7 (and 6); 2020-12

struct KeywordInfo {
  std::string_view name;
  // How schemas stand in its value: as the value, in a list, under the keys of a record.
  enum class Holds : std::uint8_t { nothing, one, list, one_or_list, record } holds;
  bool in_seven, in_latest;
};

std::span<const KeywordInfo> keywords();

// Null if a schema of that draft knows no such word.
const KeywordInfo* find_keyword(std::string_view name, Draft draft);

// The word that a misspelt one means; empty unless it is surely misspelt: one letter
// away, or other letters in capitals. Words of one's own are allowed in a schema.
std::string_view misspelt(std::string_view name, Draft draft);

}  // namespace cairn::schema
