// Whatever cost money or time, on the disk before anybody uses it.
//
// Each run appends to a journal of its own, one line a result, each one `write`; so any
// number of processes may run at once, also on a shared file system, and a kill at any
// moment loses nothing that had arrived. What can be found are the journals of all runs
// in a folder, as they were when this run began, and its own.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lang/result.h"

namespace cairn {

// `--cache`: what of earlier runs is taken, and whether later ones may take this one's.
enum class CacheMode { off, read, readwrite, refresh };
std::optional<CacheMode> cache_mode_named(std::string_view word);

class Journal {
 public:
  struct Options {
    std::filesystem::path cache;    // The folder of journals: `.cairn/cache`.
    std::filesystem::path journal;  // This run's own, where later runs do not look.
    std::string run;                // Its id: the name of its journal in the cache.
    CacheMode mode = CacheMode::readwrite;
    bool resumed = false;  // What the run itself was given before is taken, whatever the mode.
  };
  static Result<std::unique_ptr<Journal>> open(const Options& options);
  ~Journal();

  struct Line {
    std::string text;  // One JSON object.
    bool own = false;  // Of this run, or of the one it resumes.
  };
  // From any thread.
  std::optional<Line> find(const std::string& key) const;

  // How every line begins: `{"key":"…","again":true,`. Keys are 32 hexadecimal digits.
  static std::string line_begin(std::string_view key, bool may_be_reused);
  // A line as line_begin() begins it, with its line break. From any thread; on return the
  // bytes are the system's. A failure (a full disk) means that nothing more must be paid for.
  std::optional<Failure> put(const std::string& key, std::string_view line);

 private:
  struct State;
  explicit Journal(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace cairn
