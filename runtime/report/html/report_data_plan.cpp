// The plan of a run for reading: its JSON without what only programs need.
#include <algorithm>
#include <array>

#include "lang/data/json.h"
#include "runtime/report/html/report_data.h"

namespace cairn {
namespace {

std::string_view text_in(const Record& record, std::string_view key) {
  const Value* found = record.find(key);
  const auto* text = found ? found->as<std::string>() : nullptr;
  return text ? std::string_view(*text) : std::string_view();
}

// `item.transcript` of the tree of a placeholder.
std::string placeholder(const Record& tree) {
  const Value* of = tree.find("of");
  const auto* operands = of ? of->as<List>() : nullptr;
  const Record* inner = operands && !operands->empty() ? operands->front().as<Record>() : nullptr;
  if (text_in(tree, "kind") == "field" && inner)
    return placeholder(*inner) + "." + std::string(text_in(tree, "name"));
  if (const Value* value = tree.find("value")) return to_json(*value);
  return std::string(text_in(tree, "name"));
}

// A template as it was written.
std::string template_text(const List& parts) {
  std::string made;
  for (const auto& part : parts) {
    if (const auto* text = part.as<std::string>()) made += *text;
    if (const auto* tree = part.as<Record>()) made += "{{" + placeholder(*tree) + "}}";
  }
  return made;
}

// Places in files, trees of expressions beside their source, this machine's folders.
bool only_for_programs(std::string_view key) {
  constexpr std::array<std::string_view, 5> keys = {"at", "expr", "folder", "schema", "starts_at"};
  return std::ranges::binary_search(keys, key);
}

// What people wrote as data is left as it is; its keys mean nothing here.
bool is_data(std::string_view key) { return key == "given" || key == "fields" || key == "value"; }

bool says_nothing(const Value& value) {
  if (const auto* text = value.as<std::string>()) return text->empty();
  if (const auto* list = value.as<List>()) return list->empty();
  if (const auto* record = value.as<Record>()) return record->fields.empty();
  return value.is_missing();
}

Value for_reading(const Value& value);

// A block's name and title stand beside its settings, as they do in a file.
void add_for_reading(Record& made, const std::string& key, const Value& value) {
  if (key == "heading" && value.as<Record>()) {
    for (const auto& [part, text] : value.as<Record>()->fields) add_for_reading(made, part, text);
    return;
  }
  if (only_for_programs(key)) return;
  Value kept = is_data(key) ? value : for_reading(value);
  if (!says_nothing(kept)) made.fields.emplace_back(key, std::move(kept));
}

// A metric or a verdict of a scale, of which only its text is left.
bool is_text_alone(const Record& record) {
  if (record.fields.size() != 1) return false;
  const auto& key = record.fields.front().first;
  return key == "text" || key == "label";
}

Value for_reading(const Record& record) {
  if (const Value* parts = record.find("parts"); parts && parts->as<List>())
    return Value(template_text(*parts->as<List>()));
  if (const auto source = text_in(record, "source"); !source.empty() && record.find("expr"))
    return Value(source);
  Record made;
  for (const auto& [key, value] : record.fields) add_for_reading(made, key, value);
  if (is_text_alone(made)) return made.fields.front().second;
  return Value(std::move(made));
}

Value for_reading(const Value& value) {
  if (const auto* record = value.as<Record>()) return for_reading(*record);
  const auto* list = value.as<List>();
  if (!list) return value;
  List made;
  for (const auto& one : *list) made.push_back(for_reading(one));
  return Value(std::move(made));
}

}  // namespace

Value plan_value(const Plan& plan) {
  const auto parsed = parse_json(to_json(plan));
  return for_reading(parsed.value);
}

}  // namespace cairn
