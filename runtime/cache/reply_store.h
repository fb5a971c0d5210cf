// Every reply that was paid for, in the journals of `.cairn/cache`, by the keys of
// request_key.h.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runtime/cache/journal.h"
#include "runtime/cache/stored_reply.h"

namespace cairn {

class ReplyStore {
 public:
  using Options = Journal::Options;
  static Result<std::unique_ptr<ReplyStore>> open(const Options& options);

  // From any thread. A reply of an earlier run is marked as cached; one of the run
  // that is resumed is not: it is this run's own.
  std::optional<StoredReply> find(const std::string& key) const;

  // As Journal::put().
  std::optional<Failure> put(const std::string& key, const StoredReply& reply);

 private:
  explicit ReplyStore(std::unique_ptr<Journal> journal) : journal_(std::move(journal)) {}
  std::unique_ptr<Journal> journal_;
};

}  // namespace cairn
