#include "runtime/asking/offers.h"

#include "lang/data/json.h"

namespace cairn {
namespace {

const Value* field_in(const Value& value, std::string_view name) {
  const auto* record = value.as<Record>();
  return record ? record->find(name) : nullptr;
}

}  // namespace

Offers::Offers(std::string_view json) {
  const auto parsed = parse_json(json);
  const auto* list = parsed.value.as<List>();
  if (!list) return;
  for (const auto& one : *list) {
    const Value* wrapped = field_in(one, "function");
    const Value& function = wrapped ? *wrapped : one;
    const Value* name = field_in(function, "name");
    const auto* text = name ? name->as<std::string>() : nullptr;
    if (!text) continue;
    const Value* parameters = field_in(function, "parameters");
    if (!parameters) parameters = field_in(function, "input_schema");
    auto made = schema::compile(parameters ? *parameters : Value(Record{}));
    if (made) parameters_.emplace(*text, *std::move(made));
  }
}

Value Offers::checked(const ToolCall& call, std::size_t turn) const {
  auto arguments = parse_json(call.arguments.empty() ? "{}" : call.arguments);
  const bool is_json = !arguments.mistake;
  const auto offered = parameters_.find(call.name);
  const bool valid = is_json && offered != parameters_.end() &&
                     std::holds_alternative<schema::Fits>(
                         offered->second.test(arguments.value, schema::Reasons::left_out));
  Record made;
  made.fields.emplace_back("name", Value(call.name));
  made.fields.emplace_back("arguments",
                           is_json ? std::move(arguments.value) : Value(call.arguments));
  made.fields.emplace_back("turn", Value(static_cast<double>(turn)));
  made.fields.emplace_back("valid", Value(valid));
  return Value(std::move(made));
}

}  // namespace cairn
