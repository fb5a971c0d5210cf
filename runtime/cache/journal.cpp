#include "runtime/cache/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace cairn {
namespace {

namespace fs = std::filesystem;

// Where a line stands; it is read when it is needed.
struct LinePlace {
  std::uint32_t file = 0, size = 0;
  std::uint64_t offset = 0;
};

struct OpenJournal {
  int descriptor = -1;
  bool own = false;  // Of this run, or of the one it resumes.
};

constexpr std::string_view line_start = R"({"key":")";
constexpr std::size_t key_length = 32;
constexpr std::string_view reusable = R"(","again":true,)";
constexpr std::string_view only_here = R"(","again":false,)";

Failure journal_failure(const fs::path& path, int error) {
  return {fmt::format("cannot keep what came in `{}`: {}", path.string(), std::strerror(error))};
}

// The key of a line, without reading the rest; empty if it is no line of a journal.
std::string_view key_of_line(std::string_view line) {
  if (!line.starts_with(line_start) || line.size() < line_start.size() + key_length) return {};
  return line.substr(line_start.size(), key_length);
}

bool line_may_be_reused(std::string_view line) {
  return line.substr(std::min(line.size(), line_start.size() + key_length)).starts_with(reusable);
}

// Maps a whole file for the time of one reading.
class MappedFile {
 public:
  explicit MappedFile(int descriptor) {
    struct stat about {};
    if (fstat(descriptor, &about) != 0 || about.st_size <= 0) return;
    size_ = static_cast<std::size_t>(about.st_size);
    bytes_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (bytes_ == MAP_FAILED) size_ = 0;
  }
  ~MappedFile() {
    if (size_ > 0) munmap(bytes_, size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  std::string_view text() const { return {static_cast<const char*>(bytes_), size_}; }

 private:
  void* bytes_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace

struct Journal::State {
  void read_journals(const fs::path& folder, const std::string& but);
  void read_journal(const fs::path& path, bool own);
  std::optional<Failure> create();
  void sync_now_and_then(const std::stop_token& stop);

  std::vector<OpenJournal> files;
  std::unordered_map<std::string, LinePlace> places;
  fs::path path;
  std::optional<std::uint32_t> own_file;
  std::uint64_t end = 0;  // Of the own journal.
  mutable std::mutex mutex;
  std::condition_variable_any changed;
  bool unsynced = false;
  std::jthread syncing;
};

void Journal::State::read_journals(const fs::path& folder, const std::string& but) {
  std::error_code ignored;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().extension() == ".jsonl" && entry.path().stem() != but)
      paths.push_back(entry.path());
  // The first that has a result gives it: the newest, so that a refreshed one stays so.
  std::ranges::sort(paths, [](const fs::path& a, const fs::path& b) {
    std::error_code unknown;
    const auto when_a = fs::last_write_time(a, unknown), when_b = fs::last_write_time(b, unknown);
    return when_a != when_b ? when_a > when_b : a < b;
  });
  for (const auto& one : paths) read_journal(one, false);
}

void Journal::State::read_journal(const fs::path& from, bool own) {
  const int descriptor = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  const auto file = static_cast<std::uint32_t>(files.size());
  files.push_back({descriptor, own});
  const MappedFile mapped(descriptor);
  const auto text = mapped.text();
  for (std::size_t begin = 0; begin < text.size();) {
    const auto line_end = text.find('\n', begin);
    if (line_end == text.npos) return;  // Torn by a kill: asked again.
    const auto line = text.substr(begin, line_end - begin);
    const auto key = key_of_line(line);
    if (!key.empty() && (own || line_may_be_reused(line)))
      places.try_emplace(std::string(key),
                         LinePlace{file, static_cast<std::uint32_t>(line.size()), begin});
    begin = line_end + 1;
  }
}

// When the first result is kept: a run without one leaves nothing behind.
std::optional<Failure> Journal::State::create() {
  if (own_file) return std::nullopt;
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) return journal_failure(path, error.value());
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor < 0) return journal_failure(path, errno);
  own_file = static_cast<std::uint32_t>(files.size());
  files.push_back({descriptor, true});
  end = static_cast<std::uint64_t>(::lseek(descriptor, 0, SEEK_END));
  // A line that a kill has torn must not swallow the next one.
  char last = '\n';
  if (end > 0 && ::pread(descriptor, &last, 1, static_cast<off_t>(end - 1)) == 1 && last != '\n' &&
      ::write(descriptor, "\n", 1) == 1)
    ++end;
  syncing = std::jthread([this](const std::stop_token& stop) { sync_now_and_then(stop); });
  return std::nullopt;
}

void Journal::State::sync_now_and_then(const std::stop_token& stop) {
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    changed.wait(lock, stop, [&] { return unsynced; });
    changed.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
    unsynced = false;
    const int descriptor = files[*own_file].descriptor;
    lock.unlock();
    ::fdatasync(descriptor);
    lock.lock();
  }
}

std::optional<CacheMode> cache_mode_named(std::string_view word) {
  constexpr std::array<std::string_view, 4> words = {"off", "read", "readwrite", "refresh"};
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == word) return static_cast<CacheMode>(i);
  return std::nullopt;
}

Result<std::unique_ptr<Journal>> Journal::open(const Options& options) {
  auto state = std::make_unique<State>();
  const bool shared = options.mode == CacheMode::readwrite || options.mode == CacheMode::refresh;
  const auto journal_of = [&](const std::string& run) { return options.cache / (run + ".jsonl"); };
  if (options.resumed) {
    state->read_journal(options.journal, true);
    state->read_journal(journal_of(options.run), true);
  }
  if (options.mode == CacheMode::read || options.mode == CacheMode::readwrite)
    state->read_journals(options.cache, options.run);
  state->path = shared ? journal_of(options.run) : options.journal;
  return std::unique_ptr<Journal>(new Journal(std::move(state)));
}

Journal::Journal(std::unique_ptr<State> state) : state_(std::move(state)) {}

Journal::~Journal() {
  state_->syncing = {};
  if (state_->own_file) ::fdatasync(state_->files[*state_->own_file].descriptor);
  for (const auto& file : state_->files) ::close(file.descriptor);
}

std::optional<Journal::Line> Journal::find(const std::string& key) const {
  LinePlace place;
  OpenJournal file;
  {
    const std::lock_guard lock(state_->mutex);
    const auto found = state_->places.find(key);
    if (found == state_->places.end()) return std::nullopt;
    place = found->second;
    file = state_->files[place.file];
  }
  std::string line(place.size, '\0');
  const auto read =
      ::pread(file.descriptor, line.data(), line.size(), static_cast<off_t>(place.offset));
  if (read != static_cast<ssize_t>(line.size()) || key_of_line(line) != key) return std::nullopt;
  return Line{std::move(line), file.own};
}

std::string Journal::line_begin(std::string_view key, bool may_be_reused) {
  std::string out(line_start);
  out += key;
  return out += may_be_reused ? reusable : only_here;
}

std::optional<Failure> Journal::put(const std::string& key, std::string_view line) {
  const std::lock_guard lock(state_->mutex);
  if (auto failure = state_->create()) return failure;
  const int descriptor = state_->files[*state_->own_file].descriptor;
  std::string_view left = line;
  while (!left.empty()) {
    const auto count = ::write(descriptor, left.data(), left.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const int error = errno;
      // Half a line would swallow the next one.
      if (::ftruncate(descriptor, static_cast<off_t>(state_->end)) != 0) state_->places.clear();
      return journal_failure(state_->path, error);
    }
    left.remove_prefix(static_cast<std::size_t>(count));
  }
  state_->places[key] = {*state_->own_file, static_cast<std::uint32_t>(line.size() - 1),
                         state_->end};
  state_->end += line.size();
  state_->unsynced = true;
  state_->changed.notify_one();
  return std::nullopt;
}

}  // namespace cairn
