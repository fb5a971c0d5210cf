#include "runtime/json_values.h"

#include <cmath>

namespace cairn {

Value json_number(std::optional<double> number) {
  if (!number || !std::isfinite(*number)) return {};
  return Value(*number);
}

Value json_count(std::size_t count) { return Value(static_cast<double>(count)); }

Value json_interval(const std::optional<Interval>& interval) {
  if (!interval) return {};
  return Value(List{json_number(interval->low), json_number(interval->high)});
}

Value json_texts(const std::vector<std::string>& texts) {
  return json_list(texts, [](const std::string& text) { return Value(text); });
}

void add_text(Record& record, std::string_view key, const std::string& text) {
  if (!text.empty()) record.fields.emplace_back(key, text);
}

}  // namespace cairn
