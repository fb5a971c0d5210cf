// What a run log says at its two ends: who it is and what it came to. Reads a few
// kilobytes, however long the log.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lang/result.h"
#include "runtime/summary.h"

namespace cairn {

struct RunOutline {
  std::string path, id, time, eval, cairn;
  std::string hash_score, hash_answers;
  std::vector<std::pair<std::string, std::string>> labels;
  std::optional<Summary> summary;  // Nothing: the run ended before it was written.
};

Result<RunOutline> read_run_outline(const std::string& path);

}  // namespace cairn
