// Runs a plan: items × samples × checks, from answers that were recorded, to a
// Summary and a run log.
//
// Two passes, so that nothing is scored before everything is known to be sound,
// and memory stays flat: the first binds every answer to its item and refuses
// what does not fit, the second streams item by item over the workers.
#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lang/data/loader.h"
#include "lang/diagnostic.h"
#include "lang/plan.h"
#include "runtime/asking/asker.h"
#include "runtime/sandbox/sandbox_level.h"
#include "runtime/summary.h"
#include "runtime/tools/permission.h"

namespace cairn {

// How far a run is.
struct RunState {
  std::size_t items_done = 0, items = 0;
  std::string_view stage;             // "examples" or "items".
  std::optional<AskerCounts> asking;  // If somebody is asked.
};

// What the command line may change about a run (experience.md B10). Whatever is
// left at its default is as the plan says.
struct RunOptions {
  // `--answers`: a file of recorded answers, or the log of an earlier run whose
  // answers, evidence and ratings are taken. Empty: the plan's `answers:`.
  std::string answers;
  bool answers_only = false;               // Items without an answer are left out, and counted.
  std::string answers_item, answers_text;  // Columns of other people's files.
  std::vector<std::string> only;           // Checks, with those they need.
  std::vector<std::string> items;          // Ids.
  std::optional<std::size_t> take;         // The N items with the smallest draw.
  std::optional<std::size_t> samples;      // At most so many of each item's, the first.
  std::optional<long long> seed;
  std::vector<std::pair<std::string, std::string>> labels;
  std::filesystem::path out;     // The log; empty: .cairn/runs/<time>-<eval>-<id>/run.jsonl.
  std::filesystem::path record;  // `--record`; empty: none.
  std::vector<std::string> argv;
  // Asking. `ask_model`: the plan's model is asked, even where answers are recorded.
  bool ask_model = false;
  bool allow_tools = false;  // Programs may be started.
  // Asked before programs are started that are not allowed yet: whether they may be, this
  // once. Null: nobody is asked.
  std::function<bool(const StartedPrograms&)> permit;
  bool allow_network = false;           // Those that ask for it may use the network.
  std::optional<SandboxLevel> sandbox;  // This one, instead of the strongest that works.
  bool anyway = false;                  // Judges that are not trusted are asked too.
  std::optional<std::size_t> concurrency, judge_samples;
  std::optional<double> budget_usd;  // Over the plan's.
  CacheMode cache = CacheMode::readwrite;
  std::optional<std::string> resume;   // A run; empty: the last one of this eval.
  std::optional<std::size_t> threads;  // Default: one for each core.
  std::optional<std::string> time;     // 2026-11-24T16:40:00Z; default: now.
  std::function<void(const RunState&)> progress;
  const std::atomic<bool>* stop = nullptr;  // Ctrl-C: end at the next item, and save.
};

// Borrowed for the length of the run.
struct RunWorld {
  Loader& loader;
  const program::Library& library;
  std::filesystem::path project;  // Where `.cairn` is, or is made.
  Environment environment = {};   // Keys and addresses; absent: nobody can be asked.
  std::string prices = {};        // The user's own price file, or empty.
  RetryRules retries = {};
  std::filesystem::path guard = {};  // The program that keeps tools in their sandbox.
};

struct RunResult {
  Summary summary;
  std::filesystem::path log;      // As it was opened; empty if it could not be.
  bool interrupted = false;       // What was finished is in the summary and in the log.
  std::string stopped;            // Why the run ended before its end; empty if it did not.
  bool asked = false;             // Somebody was asked: `--resume` goes on without paying twice.
  double spent_usd = 0;           // By this run, what it took from the cache not counted.
  std::size_t price_unknown = 0;  // Calls whose cost is not in it.
};

// Nothing when a mistake was reported (an answers file that does not fit, an
// option that names nothing, a file that is not the one planned): then nothing
// was scored, no log is left behind, and the exit code is 2. A log that cannot
// be written to its end is a note in the summary, and exit code 3.
std::optional<RunResult> run(const Plan& plan, const RunOptions& options, const RunWorld& world,
                             Diagnostics& diagnostics);

}  // namespace cairn
