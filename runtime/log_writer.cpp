#include "runtime/log_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>

namespace cairn {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_waiting = 64'000'000;  // Bytes.

Failure cannot_write(const fs::path& path, int error) {
  const char* help = error == ENOSPC || error == EDQUOT || error == EFBIG
                         ? "; make room, or name another place with `--out`"
                         : "; name another place with `--out`";
  return {fmt::format("cannot write `{}`: {}{}", path.string(), std::strerror(error), help)};
}

}  // namespace

struct LogWriter::State {
  State(fs::path where, int opened) : path(std::move(where)), file(opened) {}

  void work();
  void write_block(std::string_view block);
  void sync();

  fs::path path;
  int file;
  fs::path written_to;  // Under another name until its first block is there.
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::string> waiting;
  std::size_t bytes_waiting = 0;
  bool finished = false;
  std::optional<Failure> failure;
  bool failed = false;  // The writing thread's own.
  std::jthread thread;
};

void LogWriter::State::work() {
  using clock = std::chrono::steady_clock;
  auto synced = clock::now();
  bool unsynced = false;
  std::unique_lock lock(mutex);
  while (true) {
    const auto ready = [&] { return finished || !waiting.empty(); };
    if (unsynced)
      changed.wait_until(lock, synced + std::chrono::seconds(1), ready);
    else
      changed.wait(lock, ready);
    auto blocks = std::exchange(waiting, {});
    const bool last = finished;
    lock.unlock();
    std::size_t written = 0;
    for (const auto& block : blocks) {
      write_block(block);
      written += block.size();
    }
    unsynced = unsynced || written > 0;
    if (unsynced && (last || clock::now() - synced >= std::chrono::seconds(1))) {
      sync();
      synced = clock::now();
      unsynced = false;
    }
    lock.lock();
    bytes_waiting -= written;
    changed.notify_all();
    if (last && waiting.empty()) return;
  }
}

void LogWriter::State::write_block(std::string_view block) {
  while (!block.empty() && !failed) {
    const auto count = ::write(file, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const std::lock_guard lock(mutex);
      failure = cannot_write(path, errno);
      failed = true;
      return;
    }
    block.remove_prefix(static_cast<std::size_t>(count));
  }
  if (written_to.empty()) return;
  ::rename(written_to.c_str(), path.c_str());
  written_to.clear();
}

void LogWriter::State::sync() {
  // A pipe or a device has nothing to be synced.
  if (failed || ::fdatasync(file) == 0 || errno == EINVAL || errno == EROFS) return;
  const std::lock_guard lock(mutex);
  failure = cannot_write(path, errno);
  failed = true;
}

LogWriter::LogWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}

LogWriter::~LogWriter() {
  finish();
  ::close(state_->file);
}

Result<std::unique_ptr<LogWriter>> LogWriter::create(const fs::path& path, Replace replace) {
  std::error_code error;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  if (error) return cannot_write(path, error.value());
  const bool later = replace == Replace::at_first_block;
  const fs::path opened = later ? path.string() + ".new" : path.string();
  const int file =
      ::open(opened.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0) return cannot_write(path, errno);
  auto state = std::make_unique<State>(path, file);
  if (later) state->written_to = opened;
  state->thread = std::jthread([made = state.get()] { made->work(); });
  return std::unique_ptr<LogWriter>(new LogWriter(std::move(state)));
}

void LogWriter::append(std::string block) {
  if (block.empty()) return;
  std::unique_lock lock(state_->mutex);
  state_->changed.wait(lock, [&] { return state_->bytes_waiting < most_waiting; });
  state_->bytes_waiting += block.size();
  state_->waiting.push_back(std::move(block));
  state_->changed.notify_all();
}

std::optional<Failure> LogWriter::finish() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->finished = true;
    state_->changed.notify_all();
  }
  if (state_->thread.joinable()) state_->thread.join();
  return state_->failure;
}

}  // namespace cairn
