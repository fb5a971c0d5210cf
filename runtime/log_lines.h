// The records of a run log as text, one a line: log_format.md says what is in them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/plan.h"
#include "runtime/runner.h"
#include "runtime/summary.h"

namespace cairn {

// What the first record says of a run besides its plan.
struct RunHeader {
  std::string id, time, answers;  // answers: the file or the log they were taken from.
  bool asked = false;             // The plan's model was asked for them.
  std::vector<std::pair<std::string, std::string>> labels;
  std::vector<std::string> argv;
};
void append_run(std::string& out, const RunHeader& header, const Plan& plan);
void append_example(std::string& out, const Record& row);
void append_note(std::string& out, std::string_view text);
void append_summary(std::string& out, const Summary& summary);

// Appends what a run says of items and samples, one after the other. The texts
// that every record of an item or a check repeats are made once.
class LogLines {
 public:
  explicit LogLines(const Plan& plan);

  // `index`: among the eval's items, from 0.
  void item(std::string& out, std::string_view id, std::size_t index, const Record& fields);
  // REQUIRES, here and below: item() was called.
  void answer(std::string& out, const RecordedSample& recorded);
  void evidence(std::string& out, const RecordedSample& recorded, const SampleNotes& notes,
                const std::vector<CheckResult>& results);
  void ratings(std::string& out, const RecordedSample& recorded);
  void verdicts(std::string& out, const RecordedSample& recorded,
                const std::vector<CheckResult>& results);

 private:
  void begin(std::string& out, std::string_view record, std::uint32_t sample) const;
  void verdict(std::string& out, const CheckResult& result) const;

  const Plan& plan_;
  std::vector<std::string> checks_;  // `,"check":"layout"`
  std::string item_;                 // `"item":"p1"`
};

// A row of recorded answers as one line, for `--record`.
void append_recorded(std::string& out, const Record& row);

}  // namespace cairn
