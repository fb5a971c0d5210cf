#include "lang/metrics.h"

#include <algorithm>
#include <array>

namespace cairn {
namespace {

constexpr std::array metrics = {
#define METRIC(name, of, help) MetricInfo{#name, MetricOf::of, help},
#include "lang/metrics.def"
};

}  // namespace

std::span<const MetricInfo> metric_infos() { return metrics; }

std::vector<std::string_view> metric_names(MetricOf of) {
  std::vector<std::string_view> names;
  for (const auto& info : metrics)
    if (info.of == of) names.push_back(info.name);
  return names;
}

bool is_metric(MetricOf of, std::string_view name) {
  return std::ranges::any_of(
      metrics, [&](const MetricInfo& info) { return info.of == of && info.name == name; });
}

}  // namespace cairn
