// How far a run is, on the error stream: a bar on a terminal, else a line for
// each tenth. No scores: seeing them early invites stopping early.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "runtime/cli/terminal.h"

namespace cairn {

class RunProgress {
 public:
  RunProgress(std::string title, const Terminal& terminal);
  ~RunProgress();  // Takes the bar away.
  RunProgress(const RunProgress&) = delete;
  RunProgress& operator=(const RunProgress&) = delete;

  void show(std::size_t done, std::size_t all);

 private:
  using Clock = std::chrono::steady_clock;
  void draw(std::size_t done, std::size_t all, double seconds);

  std::string title_;
  const Terminal& terminal_;
  Clock::time_point started_ = Clock::now(), shown_ = started_;
  std::size_t tenths_ = 0;
  bool drawn_ = false;
};

}  // namespace cairn
