// The run before, and how the two compare, as a report's document has them.
#include <set>

#include "lang/data/json.h"
#include "runtime/compare/comparison_json.h"
#include "runtime/json_values.h"
#include "runtime/report/html/report_data.h"

namespace cairn {

Value compared_value(const RunReport& report) {
  if (!report.comparison) return {};
  return parse_json(to_json(*report.comparison)).value;
}

Value before_value(const RunReport& report, const ReportChoices& choices) {
  if (!report.before) return {};
  std::set<std::string_view> shown;
  for (const auto& item : report.run.items)
    if (!choices.failed_only || failed_or_open(item)) shown.insert(item.scored.id);
  List items, checks;
  for (const auto& item : report.before->items)
    if (shown.contains(item.scored.id)) items.push_back(item_value(*report.before, item, choices));
  for (const auto& planned : report.before->plan.checks)
    checks.emplace_back(planned.check.heading.name);
  return Value(Record{{{"summary", summary_value(report.before->summary, choices)},
                       {"checks", Value(std::move(checks))},
                       {"items", Value(std::move(items))}}});
}

}  // namespace cairn
