// Published values that tests hold statistics against, where the data is.
#pragma once

#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "lang/data/json.h"

namespace cairn {

// Beside the checkout; nothing where it is absent.
inline std::optional<List> published(const std::string& file) {
  std::ifstream in(CAIRN_ROOT "/../shared/data/" + file, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  auto parsed = parse_json(text.str());
  if (!parsed || !parsed.value.as<List>()) return std::nullopt;
  return *parsed.value.as<List>();
}

inline const Value& at(const Value& record, std::string_view key) {
  static const Value absent;
  const auto* fields = record.as<Record>();
  const Value* found = fields ? fields->find(key) : nullptr;
  return found ? *found : absent;
}

inline std::string text_at(const Value& record, std::string_view key) {
  const auto* text = at(record, key).as<std::string>();
  return text ? *text : std::string();
}

inline double number_at(const Value& record, std::string_view key) {
  const auto* number = at(record, key).as<Number>();
  return number ? number->value : 0;
}

}  // namespace cairn
