// Every reply that was paid for, on the disk before anybody uses it.
//
// Each run appends to a journal of its own, one line a reply, each one `write`; so
// any number of processes may run at once, also on a shared file system, and a kill
// at any moment loses nothing that had arrived. What can be found are the journals of
// all runs in `.cairn/cache`, as they were when this run began, and its own.
//
// Replies are found by the keys of request_key.h.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "lang/result.h"
#include "runtime/cache/stored_reply.h"

namespace cairn {

// `--cache`: what of earlier runs is taken, and whether later ones may take this one's.
enum class CacheMode { off, read, readwrite, refresh };
std::optional<CacheMode> cache_mode_named(std::string_view word);

class ReplyStore {
 public:
  struct Options {
    std::filesystem::path cache;    // `.cairn/cache`.
    std::filesystem::path journal;  // This run's own, where later runs do not look.
    std::string run;                // Its id: the name of its journal in the cache.
    CacheMode mode = CacheMode::readwrite;
    bool resumed = false;  // What the run itself was given before is taken, whatever the mode.
  };
  static Result<std::unique_ptr<ReplyStore>> open(const Options& options);
  ~ReplyStore();

  // From any thread. A reply of an earlier run is marked as cached; one of the run
  // that is resumed is not: it is this run's own.
  std::optional<StoredReply> find(const std::string& key) const;

  // From any thread; on return the bytes are the system's. A failure (a full disk)
  // means that nothing more must be asked.
  std::optional<Failure> put(const std::string& key, const StoredReply& reply);

 private:
  struct State;
  explicit ReplyStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace cairn
