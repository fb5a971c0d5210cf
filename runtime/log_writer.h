// Appends to a file from a thread of its own, so that scoring never waits for the
// disk: a block of whole lines at a time, one `write` each, safe on the disk about
// once a second.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "lang/result.h"

namespace cairn {

class LogWriter {
 public:
  // Makes the folders that lead to it. A file that is there is replaced.
  // With `at_first_block` not before the first block is written, so that a kill in
  // between leaves the old one.
  enum class Replace { at_once, at_first_block };
  static Result<std::unique_ptr<LogWriter>> create(const std::filesystem::path& path,
                                                   Replace replace = Replace::at_once);
  ~LogWriter();

  // `block` ends in a line break. Waits while the disk is far behind. After a
  // failure nothing more is written.
  void append(std::string block);

  // Everything is on the disk, or why it is not. Nothing is appended after this.
  std::optional<Failure> finish();

 private:
  struct State;
  explicit LogWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace cairn
