#include "lang/fill_template.h"

namespace cairn {

std::variant<std::string, Missing> fill_template(
    const Template& text, const Scope& scope, NativeTable natives,
    const std::vector<std::pair<Local, Value>>& bound) {
  std::string out;
  for (const auto& part : text.parts) {
    if (const auto* plain = std::get_if<std::string>(&part)) {
      out += *plain;
      continue;
    }
    const Value value = evaluate_once(std::get<Expr>(part), scope, natives, bound);
    if (const auto* absent = value.as<Missing>()) return *absent;
    out += printed(value);
  }
  return out;
}

}  // namespace cairn
