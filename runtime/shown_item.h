// One item of a run, gathered from its log: what `cairn show` prints.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lang/data/loader.h"
#include "lang/result.h"
#include "lang/value.h"

namespace cairn {

// Records as the log has them (log_format.md).
struct ShownSample {
  Record answer;
  std::vector<Record> verdicts;  // One a check; of two the later.
  std::vector<Record> evidence, ratings, labels;
};

struct ShownItem {
  std::string run, eval, time;
  Record fields;
  std::map<std::size_t, ShownSample> samples;
};

// A failure says which items there are, or why the log cannot be read.
Result<ShownItem> shown_item(Loader& loader, const std::string& log, std::string_view id);

}  // namespace cairn
