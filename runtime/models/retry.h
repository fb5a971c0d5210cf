// When a call that failed is tried again: edges.md 1.7, with openai-python's back-off
// and limits. Pure: the time and the chance are handed in.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/http/call.h"
#include "runtime/models/request.h"

namespace cairn {

// Seconds that the server asks to wait: `retry-after-ms`, `retry-after` (seconds or a
// date), a `retryDelay` in Google's error body; of a 429 without these the latest
// reset of a limit that has nothing left. `now` is Unix time, for dates.
std::optional<double> wait_asked_for(const HttpReply& reply, double now);

// "6m0s", "12ms", "1.5s": a sum of numbers with units, as Go writes durations.
std::optional<double> go_duration(std::string_view text);

// Unix time of "2026-11-24T16:40:00Z" (also with an offset) and of
// "Tue, 24 Nov 2026 16:40:00 GMT".
std::optional<double> time_in(std::string_view text);

struct RetryRules {
  int most_tries = 6;         // Of what is not a rate limit.
  int most_rate_tries = 30;   // A rate limit is nobody's fault.
  double first_wait = 0.5;    // Seconds, doubled at each try, up to 8.
  double longest_hint = 120;  // Asked to wait longer, the call is given up.
};

// Seconds until try number `tries` + 1, or nothing: give up. `chance` is from 0 to 1.
std::optional<double> next_try(const CallFailure& failure, const HttpReply& reply, int tries,
                               double now, double chance, const RetryRules& rules = {});

}  // namespace cairn
