// Reads a run log, record by record: log_format.md says what is in them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/data/lines.h"
#include "lang/data/loader.h"
#include "lang/value.h"

namespace cairn {

class LogReader {
 public:
  // Fails if there is no such file, if it is no run log, or one of another major
  // version.
  static Result<LogReader> open(Loader& loader, const std::string& path);

  // The next record as it stands (`record` says of which kind), the run's own
  // first; nothing at the end. A torn last line is dropped; another line that is
  // no record is a failure.
  Result<std::optional<Record>> next();

  // From now on records of these kinds are passed over, mostly without being read.
  void pass_over(std::vector<std::string> kinds);

 private:
  LogReader(std::string path, std::unique_ptr<BlockStream> bytes)
      : path_(std::move(path)), lines_(std::move(bytes)) {}
  bool passes_over(std::string_view line) const;

  std::string path_;
  LineReader lines_;
  std::optional<Record> first_;
  std::vector<std::string> passed_over_;  // How the lines begin.
};

// Whether the file says of itself that it is a run log.
bool is_run_log(Loader& loader, const std::string& path);

}  // namespace cairn
