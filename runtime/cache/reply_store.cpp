#include "runtime/cache/reply_store.h"

namespace cairn {

Result<std::unique_ptr<ReplyStore>> ReplyStore::open(const Options& options) {
  auto journal = Journal::open(options);
  if (!journal) return journal.error();
  return std::unique_ptr<ReplyStore>(new ReplyStore(*std::move(journal)));
}

std::optional<StoredReply> ReplyStore::find(const std::string& key) const {
  const auto line = journal_->find(key);
  auto stored = line ? read_journal_line(line->text) : std::nullopt;
  if (stored) stored->cached = !line->own;
  return stored;
}

std::optional<Failure> ReplyStore::put(const std::string& key, const StoredReply& reply) {
  return journal_->put(key, journal_line(key, reply));
}

}  // namespace cairn
