// JSON in texts, records, and JSON Schema. Documented in stdlib/json.eval; `is_json`
// is that of lang/data/json.h.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "stdlib/native.h"

namespace cairn {

Value json(std::string_view passage);
// Of a call of `is_json` that gave no: "line 3, column 7: a `,` is missing …"
std::string why_not_json(Arguments arguments);

Value field(const Record& whole, std::string_view name);
bool has(const Record& whole, std::string_view key);
Texts keys(const Record& whole);
std::string kind(const Value& value);

// Missing when that cannot be told: the schema leads back to itself without end.
Found<bool> fits_schema(const Value& value, const Value& schema);
Result<std::unique_ptr<PreparedNative>> prepare_fits_schema(Arguments constants);
// "/steps/0/time: 12 is less than 20"
std::string why_not_fitting(Arguments arguments);

}  // namespace cairn
