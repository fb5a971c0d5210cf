// How far a run is, on the error stream: a bar on a terminal, else a line for
// each tenth. No scores: seeing them early invites stopping early.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "runtime/cli/terminal.h"
#include "runtime/run.h"

namespace cairn {

class RunProgress {
 public:
  RunProgress(std::string title, std::optional<double> budget_usd, const Terminal& terminal);
  ~RunProgress();  // Takes the bar away.
  RunProgress(const RunProgress&) = delete;
  RunProgress& operator=(const RunProgress&) = delete;

  void show(const RunState& state);

 private:
  using Clock = std::chrono::steady_clock;
  std::string picture(const RunState& state, double seconds) const;
  std::string asked(const AskerCounts& counts, double seconds) const;

  std::string title_;
  std::optional<double> budget_;
  const Terminal& terminal_;
  Clock::time_point started_ = Clock::now(), shown_ = started_;
  std::size_t tenths_ = 0;
  bool drawn_ = false;
};

}  // namespace cairn
