// Every metric, from metrics.def.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace cairn {

// Where a metric's name can stand.
enum class MetricOf { eval, judge, panel, measure, labels, judged };

struct MetricInfo {
  std::string_view name;
  MetricOf of = MetricOf::eval;
  std::string_view help;  // One line.
};

std::span<const MetricInfo> metric_infos();  // Grouped by where they stand.
std::vector<std::string_view> metric_names(MetricOf of);
bool is_metric(MetricOf of, std::string_view name);

}  // namespace cairn
