#include "runtime/models/retry.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace cairn;

namespace {

constexpr double now = 1'795'009'600;  // 2026-11-18T13:46:40Z

HttpReply limited(std::vector<Header> headers, std::string body = "", int status = 429) {
  HttpReply reply;
  reply.status = status;
  reply.headers = std::move(headers);
  reply.body = std::move(body);
  return reply;
}

}  // namespace

TEST_CASE("durations as Go writes them") {
  struct Case {
    const char* text;
    double seconds;  // Below 0: it is none.
  };
  for (const auto& [text, seconds] : std::vector<Case>{{"1s", 1},
                                                       {"6m0s", 360},
                                                       {"12ms", 0.012},
                                                       {"1h2m3.5s", 3723.5},
                                                       {"1d", 86400},
                                                       {"", -1},
                                                       {"s", -1},
                                                       {"1", -1},
                                                       {"1x", -1}}) {
    CAPTURE(text);
    const auto found = go_duration(text);
    REQUIRE(found.has_value() == (seconds >= 0));
    if (found) CHECK(*found == doctest::Approx(seconds));
  }
}

TEST_CASE("times as servers write them") {
  CHECK(time_in("2026-11-18T13:46:40Z") == now);
  CHECK(time_in("2026-11-18T13:46:40.250Z") == now);
  CHECK(time_in("2026-11-18T14:46:40+01:00") == now);
  CHECK(time_in("Wed, 18 Nov 2026 13:46:40 GMT") == now);
  CHECK_FALSE(time_in("soon").has_value());
  CHECK_FALSE(time_in("2026-11-18").has_value());
}

TEST_CASE("how long a server asks to wait") {
  struct Case {
    const char* what;
    HttpReply reply;
    double seconds;  // Below 0: it does not say.
  };
  const std::vector<Case> cases = {
      {"milliseconds go first", limited({{"retry-after-ms", "250"}, {"retry-after", "9"}}), 0.25},
      {"seconds", limited({{"Retry-After", "7"}}), 7},
      {"part of a second", limited({{"retry-after", "0.5"}}), 0.5},
      {"a date", limited({{"retry-after", "Wed, 18 Nov 2026 13:47:10 GMT"}}), 30},
      {"on a 503 too", limited({{"retry-after", "3"}}, "", 503), 3},
      {"Google, in the body",
       limited({}, R"({"error":{"details":[{"@type":"x.RetryInfo","retryDelay":"34s"}]}})"), 34},
      {"the latest reset of what has nothing left",
       limited({{"x-ratelimit-remaining-requests", "0"},
                {"x-ratelimit-reset-requests", "1s"},
                {"x-ratelimit-remaining-tokens", "0"},
                {"x-ratelimit-reset-tokens", "12ms"}}),
       1},
      {"what has something left is not waited for",
       limited({{"x-ratelimit-remaining-requests", "5"},
                {"x-ratelimit-reset-requests", "6m0s"},
                {"x-ratelimit-remaining-tokens", "0"},
                {"x-ratelimit-reset-tokens", "2s"}}),
       2},
      {"a reset is never waited for longer than a minute",
       limited({{"x-ratelimit-reset-tokens", "6m0s"}}), 60},
      {"Anthropic's times",
       limited({{"anthropic-ratelimit-input-tokens-remaining", "0"},
                {"anthropic-ratelimit-input-tokens-reset", "2026-11-18T13:46:50Z"}}),
       10},
      {"nothing said", limited({}), -1},
      {"resets of a reply that is none of a limit",
       limited({{"x-ratelimit-reset-tokens", "6m0s"}}, "", 500), -1},
      {"nonsense", limited({{"retry-after", "later"}}), -1},
  };
  for (const auto& [what, reply, seconds] : cases) {
    CAPTURE(what);
    const auto wait = wait_asked_for(reply, now);
    REQUIRE(wait.has_value() == (seconds >= 0));
    if (wait) CHECK(*wait == doctest::Approx(seconds));
  }
}

TEST_CASE("when a call is tried again") {
  using Kind = CallFailure::Kind;
  const auto next = [](Kind kind, const HttpReply& reply, int tries) {
    return next_try({.kind = kind}, reply, tries, now, 0);
  };
  const HttpReply bare = limited({}, "", 500);
  SUBCASE("the back-off doubles up to 8 seconds, less up to a quarter") {
    CHECK(next(Kind::transient, bare, 1) == 0.5);
    CHECK(next(Kind::transient, bare, 2) == 1.0);
    CHECK(next(Kind::transient, bare, 5) == 8.0);
    CHECK(next_try({.kind = Kind::transient}, bare, 1, now, 1) == 0.375);
  }
  SUBCASE("it ends") {
    CHECK_FALSE(next(Kind::transient, bare, 6).has_value());
    CHECK(next(Kind::rate, bare, 6).has_value());
    CHECK_FALSE(next(Kind::rate, bare, 30).has_value());
  }
  SUBCASE("what cannot get better is not tried again") {
    for (const auto kind : {Kind::fatal, Kind::bad_request, Kind::refused_parameter, Kind::stopped})
      CHECK_FALSE(next(kind, bare, 1).has_value());
    CHECK_FALSE(next(Kind::transient, limited({{"x-should-retry", "false"}}), 1).has_value());
  }
  SUBCASE("hints are honoured up to two minutes; a longer one is given up") {
    CHECK(*next(Kind::rate, limited({{"retry-after", "120"}}), 1) >= 120);
    CHECK_FALSE(next(Kind::rate, limited({{"retry-after", "121"}}), 1).has_value());
    CHECK(*next(Kind::rate, limited({{"retry-after", "0"}}), 1) == 0.5);
  }
}
