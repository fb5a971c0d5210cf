// What a metric comes to in each world, and why it has no value where it has none.
#pragma once

#include <optional>
#include <string>

#include "runtime/stats/population.h"

namespace cairn {

struct Reading {
  InWorlds<std::optional<double>> value;
  InWorlds<std::optional<Interval>> interval;
  std::string why_none;         // Of the value.
  std::string why_no_interval;  // Where "fewer than two groups" is not why.
};

// From the lowest to the highest that open verdicts could make it; nothing where
// it has no value at one of their ends.
std::optional<Interval> range_of(const InWorlds<std::optional<double>>& value);

// The metric of a MetricRef without its slice, in the population it is asked of.
Reading read_metric(const Population& population, const MetricRef& metric);

Reading read_score(const WorldMoments& score);  // A headline: not below 0.
Reading read_margin(const Population& population);
Reading read_rerun_band(const Population& population);
Reading read_means(const WorldMoments& moments, std::string why_none);

// What chance alone would make of consistency; nothing as for consistency.
std::optional<double> by_chance(const WorldMoments& passing);

}  // namespace cairn
