// The items of a run as they begin, for LiveRun: without answers, or with those that
// were recorded.
#pragma once

#include <deque>
#include <memory>
#include <optional>

#include "runtime/asking/live_run.h"
#include "runtime/recorded/sample_reader.h"

namespace cairn {

class LiveItems {
 public:
  // `asked_samples`: answers to ask for of each item; 0: they are recorded.
  LiveItems(const Plan& plan, RunItems& items, RecordedAnswers& answers, std::size_t asked_samples);

  std::optional<LiveItem> next();
  // After the end: a file that changed.
  Diagnostics take_diagnostics();

 private:
  std::optional<LiveItem> next_recorded();

  const Plan& plan_;
  RunItems& items_;
  std::size_t asked_samples_;
  Diagnostics diagnostics_;
  std::unique_ptr<RunItems::Cursor> cursor_;  // Of items whose answers are asked for.
  std::optional<SampleReader> reader_;
  std::deque<LiveItem> ready_;
  bool ended_ = false;
};

}  // namespace cairn
