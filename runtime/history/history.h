// The runs of a project as they followed one another, and how far the newest score of
// an eval is from the one before.
//
// Made of what each log says at its two ends, so that a thousand runs are listed at once.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/logged/run_outline.h"
#include "runtime/runs.h"

namespace cairn {

struct PastRun {
  RunEntry entry;
  std::string short_id;               // The first letters of its id.
  std::string named;                  // What to type for it.
  std::optional<RunOutline> outline;  // Nothing: the log cannot be read, and
  std::string why_not;                // why.
  // Its score hash is that of the newest run of its eval that came to its end, so the
  // two scores were made in the same way.
  bool comparable = false;

  // Null: it has not ended, or cannot be read.
  const Summary* summary() const;
  std::string time() const;  // 2026-11-24T16:40:00Z
};

// Of each run, the first letters of its id that mean no other: 4 at least.
std::vector<std::string> shortest_ids(const std::vector<RunEntry>& runs);

// Says of each run whether it is comparable. REQUIRES: the oldest run is the first.
void mark_comparable(std::vector<PastRun>& runs);

// The runs of one eval that are comparable and have a score, as they stand in `runs`.
std::vector<const PastRun*> comparable_runs(const std::vector<PastRun>& runs,
                                            std::string_view eval);

// Whether a difference shows above the error bars: each score lies outside of the
// other's interval. That is no test; it says where to look.
enum class AgainstErrorBars { within, beyond, unknown };
std::string_view to_string(AgainstErrorBars found);

struct ScoreChange {
  const PastRun* before = nullptr;
  const PastRun* after = nullptr;
  double difference = 0;
  AgainstErrorBars error_bars = AgainstErrorBars::unknown;
  std::vector<std::string> also;  // What else is not the same: "the model".
};

// From the last comparable run but one to the last; nothing if there are fewer.
std::optional<ScoreChange> last_change(const std::vector<const PastRun*>& comparable);

}  // namespace cairn
