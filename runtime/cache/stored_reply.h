// A reply as it is kept on the disk: what came back, when, what it cost.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/models/request.h"

namespace cairn {

struct StoredReply {
  Reply reply;
  std::string time;  // When it was given: 2026-11-24T16:40:00Z
  double seconds = 0;
  int tries = 1;
  std::optional<double> cost_usd;  // Unknown where the price is.
  bool cached = false;             // Taken from an earlier run; not written.
};

// One line of a journal, with its line break:
// {"key":"…","again":true,"time":"…",…,"reply":{…}}
std::string journal_line(std::string_view key, const StoredReply& reply);

// Whether other runs may take it: not what a filter refused or the token limit cut.
bool may_be_reused(const StoredReply& reply);

std::optional<StoredReply> read_journal_line(std::string_view line);

}  // namespace cairn
