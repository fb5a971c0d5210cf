#include "runtime/recorded/tool_results.h"

#include <algorithm>

#include "runtime/recorded/log_row.h"

namespace cairn {
namespace {

Record verdicts_in(const Record& row) {
  const Value* given = row.find("verdicts");
  const auto* verdicts = given ? given->as<Record>() : nullptr;
  return verdicts ? *verdicts : Record{};
}

}  // namespace

bool asks_a_tool(const Plan& plan, std::string_view check) {
  return std::ranges::any_of(plan.checks, [&](const PlannedCheck& one) {
    return one.check.heading.name == check &&
           std::holds_alternative<program::ByTool>(one.check.evidence);
  });
}

Record with_tool_results(const Plan& plan, const Record& row, std::string_view lines) {
  Record all = verdicts_in(row);
  for (const auto& field : verdicts_in(row_of_log(plan, lines)).fields)
    if (asks_a_tool(plan, field.first) && !all.find(field.first)) all.fields.push_back(field);
  Record made = row;
  std::erase_if(made.fields, [](const auto& field) { return field.first == "verdicts"; });
  if (!all.fields.empty()) made.fields.emplace_back("verdicts", Value(std::move(all)));
  return made;
}

}  // namespace cairn
