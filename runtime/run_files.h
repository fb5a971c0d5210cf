// The files that a run writes: its log, and the recording that `--record` names.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "runtime/log_writer.h"

namespace cairn {

class RunFiles {
 public:
  // What cannot be opened is told at the end, and what would go into it is dropped.
  // `again`: the log is there, and stays until its first lines are written anew.
  void open(const std::filesystem::path& log, bool again, const std::filesystem::path& record);

  // From one thread at a time.
  void log(std::string lines);
  void record(std::string rows);

  bool records() const { return record_ != nullptr; }
  const std::filesystem::path& log_path() const { return log_path_; }  // Empty: there is none.

  // Everything is on the disk, or why not.
  std::vector<std::string> close_record();
  std::vector<std::string> close_log();

  // Removes both, and with `folder` the folder of the log if nothing else is in it.
  void discard(bool folder);

 private:
  std::unique_ptr<LogWriter> opened(const std::filesystem::path& path, LogWriter::Replace replace);
  std::vector<std::string> closed(std::unique_ptr<LogWriter>& file);

  std::filesystem::path log_path_, record_path_;
  std::unique_ptr<LogWriter> log_, record_;
  std::vector<std::string> failures_;
};

}  // namespace cairn
