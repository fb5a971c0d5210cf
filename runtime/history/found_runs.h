// Everything that `cairn runs` found, for the terminal and for JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/history/by_label.h"
#include "runtime/history/history.h"
#include "runtime/history/saturation.h"

namespace cairn {

struct LeftOutRun {
  std::string named;  // What to type for it.
  std::string why;    // "has not ended".
};

struct FoundByLabel {
  ByLabel scores;
  std::vector<LeftOutRun> left_out;  // That have the label.
  // The newest run of the eval was scored otherwise than those taken here.
  bool newest_differs = false;
};

struct FoundRuns {
  std::string eval;                      // Empty: of all evals.
  std::string file;                      // As it was typed; else empty.
  std::vector<PastRun> runs;             // Oldest first.
  std::optional<Saturation> saturation;  // Of one eval: its newest comparable runs.
  std::vector<LeftOutRun> not_in_saturation;
  std::optional<FoundByLabel> by;
};

}  // namespace cairn
