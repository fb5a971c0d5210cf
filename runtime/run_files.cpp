#include "runtime/run_files.h"

#include <utility>

namespace cairn {

namespace fs = std::filesystem;

void RunFiles::open(const fs::path& log, bool again, const fs::path& record) {
  using Replace = LogWriter::Replace;
  log_ = opened(log, again ? Replace::at_first_block : Replace::at_once);
  if (log_) log_path_ = log;
  if (record.empty()) return;
  record_path_ = record;
  record_ = opened(record, Replace::at_once);
}

std::unique_ptr<LogWriter> RunFiles::opened(const fs::path& path, LogWriter::Replace replace) {
  auto made = LogWriter::create(path, replace);
  if (made) return *std::move(made);
  failures_.push_back(made.error().what);
  return nullptr;
}

void RunFiles::log(std::string lines) {
  if (log_) log_->append(std::move(lines));
}

void RunFiles::record(std::string rows) {
  if (record_) record_->append(std::move(rows));
}

std::vector<std::string> RunFiles::closed(std::unique_ptr<LogWriter>& file) {
  if (file)
    if (auto failure = file->finish()) failures_.push_back(std::move(failure->what));
  file = nullptr;
  return std::exchange(failures_, {});
}

std::vector<std::string> RunFiles::close_record() { return closed(record_); }
std::vector<std::string> RunFiles::close_log() { return closed(log_); }

void RunFiles::discard(bool folder) {
  std::error_code ignored;
  log_ = nullptr;
  record_ = nullptr;
  if (!log_path_.empty()) fs::remove(log_path_, ignored);
  if (!log_path_.empty() && folder) fs::remove(log_path_.parent_path(), ignored);
  if (!record_path_.empty()) fs::remove(record_path_, ignored);
}

}  // namespace cairn
