#include "runtime/models/strict_schema.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

namespace cairn {
namespace {

using SchemaJson = nlohmann::ordered_json;

constexpr std::string_view strict_words[] = {
    "$defs",
    "$ref",
    "additionalProperties",
    "anyOf",
    "const",
    "definitions",
    "description",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maximum",
    "minItems",
    "minimum",
    "multipleOf",
    "pattern",
    "properties",
    "required",
    "title",
    "type",
};

bool strict_part(const SchemaJson& schema);

bool all_strict(const SchemaJson& parts) {
  return std::all_of(parts.begin(), parts.end(), strict_part);
}

bool names_type(const SchemaJson& schema, std::string_view wanted) {
  const auto type = schema.find("type");
  if (type == schema.end()) return false;
  if (type->is_string()) return *type == wanted;
  return type->is_array() && std::any_of(type->begin(), type->end(),
                                         [&](const SchemaJson& one) { return one == wanted; });
}

// Closed, and every property required.
bool strict_object(const SchemaJson& schema) {
  if (!names_type(schema, "object")) return !schema.contains("properties");
  if (schema.value("additionalProperties", SchemaJson()) != false) return false;
  const auto properties = schema.value("properties", SchemaJson::object());
  const auto required = schema.value("required", SchemaJson::array());
  for (const auto& property : properties.items())
    if (std::find(required.begin(), required.end(), property.key()) == required.end()) return false;
  return true;
}

bool strict_part(const SchemaJson& schema) {
  if (!schema.is_object()) return false;
  if (schema.contains("$ref")) return schema.size() == 1;
  for (const auto& entry : schema.items()) {
    if (std::ranges::find(strict_words, entry.key()) == std::end(strict_words)) return false;
    const auto& key = entry.key();
    const auto& value = entry.value();
    const bool many =
        key == "properties" || key == "$defs" || key == "definitions" || key == "anyOf";
    if (many && !(value.is_structured() && all_strict(value))) return false;
    if (key == "items" && !strict_part(value)) return false;
  }
  return strict_object(schema);
}

}  // namespace

bool is_strict_schema(const SchemaJson& schema) {
  return strict_part(schema) && names_type(schema, "object") && !schema.contains("anyOf");
}

}  // namespace cairn
