// A run as its log has it, in memory: what reports, comparisons and patterns are
// made of.
//
// The numbers of the run itself are those of its last summary; items are here so
// that they can be looked at one by one and held against another run's.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lang/data/loader.h"
#include "lang/plan.h"
#include "lang/result.h"
#include "lang/value.h"
#include "runtime/scored.h"
#include "runtime/summary.h"

namespace cairn {

// One sample's answer. Its verdicts stand in the ScoredSample at the same place.
struct LoggedAnswer {
  std::size_t sample = 0;            // Its number, from 0.
  std::vector<std::string> turns;    // Mostly one text; empty where no reply came.
  std::string error;                 // Why none came.
  std::string model, finish_reason;  // May be empty.
  std::optional<double> cost_usd, seconds;
  bool cached = false;
  bool answered = false;        // Not only evidence, ratings or labels speak of it.
  std::optional<double> score;  // Nothing: nothing of it could be scored, or it is open.
  // Records of the log (log_format.md), with LogDetail::everything.
  std::vector<Record> evidence, ratings, labels;

  std::string text() const;  // All turns, with an empty line between them.
};

struct LoggedItem {
  // Its id, group, slices, and of each sample what every check said. `orders`,
  // `votes` and `by_vote` are empty: what they hold was summed up by the run.
  ScoredItem scored;
  Record fields;                      // Those that prompts, checks, slices and groups use.
  std::vector<LoggedAnswer> answers;  // As scored.samples.
  std::optional<double> score;        // The mean over its samples; not cut off at 0.
};

struct LoggedRun {
  std::string path, id, time, eval, cairn;  // time: 2026-11-24T16:40:00Z; cairn: its version.
  std::vector<std::pair<std::string, std::string>> labels;
  Plan plan;
  std::vector<bool> counts;  // Of each check of the plan: is it in the score?
  Summary summary;
  std::vector<LoggedItem> items;  // In the order of the eval.

  bool grouped() const { return !plan.eval.group_by.empty(); }
};

enum class LogDetail {
  verdicts,  // Enough for numbers: evidence, ratings and labels are passed over.
  everything,
};

// Fails, in a sentence that names the file and says what to type next, if there is
// no such log, another version wrote it, or the run ended before its summary.
Result<LoggedRun> read_logged_run(Loader& loader, const std::string& path,
                                  const program::Library& library, LogDetail detail);

}  // namespace cairn
