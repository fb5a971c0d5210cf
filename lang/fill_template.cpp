#include "lang/fill_template.h"

namespace cairn {
namespace {

// The value of what most placeholders are, `item.topic`: nothing needs to be prepared.
// Null for all else, and for what is not there, of which the evaluator says why.
const Value* plain_value(const Expr& expr, const Scope& scope,
                         const std::vector<std::pair<Local, Value>>& bound) {
  if (const auto* name = std::get_if<InScope>(&expr.node)) return scope[name->name];
  if (const auto* constant = std::get_if<Constant>(&expr.node)) return &constant->value;
  if (const auto* local = std::get_if<Local>(&expr.node)) {
    for (const auto& [variable, value] : bound)
      if (variable.slot == local->slot) return &value;
    return nullptr;
  }
  const auto* field = std::get_if<FieldOf>(&expr.node);
  const auto* whole = field ? plain_value(expr.operands.front(), scope, bound) : nullptr;
  const auto* record = whole ? whole->as<Record>() : nullptr;
  return record ? record->find(field->name) : nullptr;
}

}  // namespace

std::variant<std::string, Missing> fill_template(
    const Template& text, const Scope& scope, NativeTable natives,
    const std::vector<std::pair<Local, Value>>& bound) {
  std::string out;
  for (const auto& part : text.parts) {
    if (const auto* plain = std::get_if<std::string>(&part)) {
      out += *plain;
      continue;
    }
    const auto& expr = std::get<Expr>(part);
    if (const auto* there = plain_value(expr, scope, bound); there && !there->is_missing()) {
      out += printed(*there);
      continue;
    }
    const Value value = evaluate_once(expr, scope, natives, bound);
    if (const auto* absent = value.as<Missing>()) return *absent;
    out += printed(value);
  }
  return out;
}

}  // namespace cairn
