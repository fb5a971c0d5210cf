#include "stdlib/native/schema/keywords.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace cairn::schema {
namespace {

using enum KeywordInfo::Holds;

constexpr std::array keyword_table = {
    KeywordInfo{"$anchor", nothing, false, true},
    KeywordInfo{"$comment", nothing, true, true},
    KeywordInfo{"$defs", record, false, true},
    KeywordInfo{"$dynamicAnchor", nothing, false, true},
    KeywordInfo{"$dynamicRef", nothing, false, true},
    KeywordInfo{"$id", nothing, true, true},
    KeywordInfo{"$ref", nothing, true, true},
    KeywordInfo{"$schema", nothing, true, true},
    KeywordInfo{"$vocabulary", nothing, false, true},
    KeywordInfo{"additionalItems", one, true, false},
    KeywordInfo{"additionalProperties", one, true, true},
    KeywordInfo{"allOf", list, true, true},
    KeywordInfo{"anyOf", list, true, true},
    KeywordInfo{"const", nothing, true, true},
    KeywordInfo{"contains", one, true, true},
    KeywordInfo{"contentEncoding", nothing, true, true},
    KeywordInfo{"contentMediaType", nothing, true, true},
    KeywordInfo{"contentSchema", one, false, true},
    KeywordInfo{"default", nothing, true, true},
    KeywordInfo{"definitions", record, true, true},
    KeywordInfo{"dependencies", record, true, true},
    KeywordInfo{"dependentRequired", nothing, false, true},
    KeywordInfo{"dependentSchemas", record, false, true},
    KeywordInfo{"deprecated", nothing, false, true},
    KeywordInfo{"description", nothing, true, true},
    KeywordInfo{"else", one, true, true},
    KeywordInfo{"enum", nothing, true, true},
    KeywordInfo{"examples", nothing, true, true},
    KeywordInfo{"exclusiveMaximum", nothing, true, true},
    KeywordInfo{"exclusiveMinimum", nothing, true, true},
    KeywordInfo{"format", nothing, true, true},
    KeywordInfo{"if", one, true, true},
    KeywordInfo{"items", one_or_list, true, true},
    KeywordInfo{"maxContains", nothing, false, true},
    KeywordInfo{"maxItems", nothing, true, true},
    KeywordInfo{"maxLength", nothing, true, true},
    KeywordInfo{"maxProperties", nothing, true, true},
    KeywordInfo{"maximum", nothing, true, true},
    KeywordInfo{"minContains", nothing, false, true},
    KeywordInfo{"minItems", nothing, true, true},
    KeywordInfo{"minLength", nothing, true, true},
    KeywordInfo{"minProperties", nothing, true, true},
    KeywordInfo{"minimum", nothing, true, true},
    KeywordInfo{"multipleOf", nothing, true, true},
    KeywordInfo{"not", one, true, true},
    KeywordInfo{"oneOf", list, true, true},
    KeywordInfo{"pattern", nothing, true, true},
    KeywordInfo{"patternProperties", record, true, true},
    KeywordInfo{"prefixItems", list, false, true},
    KeywordInfo{"properties", record, true, true},
    KeywordInfo{"propertyNames", one, true, true},
    KeywordInfo{"readOnly", nothing, true, true},
    KeywordInfo{"required", nothing, true, true},
    KeywordInfo{"then", one, true, true},
    KeywordInfo{"title", nothing, true, true},
    KeywordInfo{"type", nothing, true, true},
    KeywordInfo{"unevaluatedItems", one, false, true},
    KeywordInfo{"unevaluatedProperties", one, false, true},
    KeywordInfo{"uniqueItems", nothing, true, true},
    KeywordInfo{"writeOnly", nothing, true, true},
};
static_assert(std::ranges::is_sorted(keyword_table, {}, &KeywordInfo::name),
              "keep them in order of name");

bool is_of(const KeywordInfo& keyword, Draft draft) {
  return draft == Draft::seven ? keyword.in_seven : keyword.in_latest;
}

std::string lowered(std::string_view name) {
  std::string out(name);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// A letter more, fewer or another, or two neighbours that changed places.
bool one_edit_apart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  const auto differ = std::ranges::mismatch(a, b);
  if (a.size() == b.size() && a.end() - differ.in1 >= 2) {
    std::string swapped(a);
    const auto at = static_cast<std::size_t>(differ.in1 - a.begin());
    std::swap(swapped[at], swapped[at + 1]);
    if (swapped == b) return true;
  }
  const auto rest_of_b = std::string_view(differ.in2 + 1, b.end());
  return std::string_view(differ.in1 + (a.size() == b.size() ? 1 : 0), a.end()) == rest_of_b;
}

}  // namespace

std::span<const KeywordInfo> keywords() { return keyword_table; }

const KeywordInfo* find_keyword(std::string_view name, Draft draft) {
  const auto found = std::ranges::lower_bound(keyword_table, name, {}, &KeywordInfo::name);
  if (found == keyword_table.end() || found->name != name || !is_of(*found, draft)) return nullptr;
  return &*found;
}

std::string_view misspelt(std::string_view name, Draft draft) {
  // OpenAPI's own, and words too short to be sure of.
  constexpr std::size_t shortest_sure = 6;
  if (name.size() < shortest_sure || name == "example") return {};
  const std::string small = lowered(name);
  for (const auto& keyword : keyword_table) {
    if (!is_of(keyword, draft) || keyword.name.size() < shortest_sure) continue;
    if (keyword.name == name) return {};
    if (lowered(keyword.name) == small || one_edit_apart(name, keyword.name)) return keyword.name;
  }
  return {};
}

}  // namespace cairn::schema
