#include "runtime/models/retry.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>
#include <string>

namespace cairn {
namespace {

// A reset of a limit says when all of it is back; nobody needs to wait for all.
constexpr double longest_reset = 60;

std::optional<double> whole_number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

std::optional<double> scanned_time(const char* format, std::string_view text, double offset) {
  std::tm parts{};
  const std::string copy(text);
  const char* end = strptime(copy.c_str(), format, &parts);
  if (!end || *end) return std::nullopt;
  return static_cast<double>(timegm(&parts)) - offset;
}

// "2026-11-24T16:40:00.5+01:00" without its fraction and offset, which is told apart.
std::optional<double> rfc3339(std::string_view text) {
  constexpr std::size_t seconds_end = 19;
  if (text.size() < seconds_end + 1 || text[10] != 'T') return std::nullopt;
  auto rest = text.substr(seconds_end);
  if (rest.starts_with('.')) rest = rest.substr(std::min(rest.find_first_of("Z+-"), rest.size()));
  double offset = 0;
  if (rest != "Z" && rest != "z") {
    if (rest.size() != 6 || rest[3] != ':') return std::nullopt;
    const auto hours = whole_number(rest.substr(1, 2)), minutes = whole_number(rest.substr(4));
    if (!hours || !minutes) return std::nullopt;
    offset = (rest[0] == '-' ? -1 : 1) * (*hours * 3600 + *minutes * 60);
  }
  return scanned_time("%Y-%m-%dT%H:%M:%S", text.substr(0, seconds_end), offset);
}

std::optional<double> retry_after(const HttpReply& reply, double now) {
  if (const auto ms = whole_number(header(reply.headers, "retry-after-ms"))) return *ms / 1000;
  const auto text = header(reply.headers, "retry-after");
  if (text.empty()) return std::nullopt;
  if (const auto seconds = whole_number(text)) return seconds;
  if (const auto at = time_in(text)) return *at - now;
  return std::nullopt;
}

// Google puts it into the body: {"@type": "…RetryInfo", "retryDelay": "34s"}.
std::optional<double> retry_delay(std::string_view body) {
  const auto name = body.find("\"retryDelay\"");
  if (name == body.npos) return std::nullopt;
  const auto begin = body.find('"', name + 12);
  const auto end = begin == body.npos ? begin : body.find('"', begin + 1);
  if (end == body.npos) return std::nullopt;
  return go_duration(body.substr(begin + 1, end - begin - 1));
}

std::optional<double> reset_of(std::string_view reset, double now) {
  if (reset.empty()) return std::nullopt;
  if (const auto at = time_in(reset)) return *at - now;
  if (const auto seconds = whole_number(reset)) return seconds;
  return go_duration(reset);
}

std::optional<double> latest_reset(const HttpReply& reply, double now) {
  std::optional<double> latest;
  for (const std::string_view maker : {"x-ratelimit-", "anthropic-ratelimit-"}) {
    for (const std::string_view kind : {"requests", "tokens", "input-tokens", "output-tokens"}) {
      const bool openai = maker.starts_with('x');
      const auto name = [&](std::string_view what) {
        std::string text(maker);
        text += openai ? what : kind;
        text += '-';
        return text += openai ? kind : what;
      };
      const auto remaining = header(reply.headers, name("remaining"));
      if (!remaining.empty() && remaining != "0") continue;
      const auto wait = reset_of(header(reply.headers, name("reset")), now);
      if (wait) latest = std::max(latest.value_or(0), std::min(*wait, longest_reset));
    }
  }
  return latest;
}

double back_off(double first, int tries, double chance) {
  constexpr double longest = 8;
  return std::min(first * std::exp2(tries - 1), longest) * (1 - 0.25 * chance);
}

}  // namespace

std::optional<double> go_duration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  double sum = 0;
  while (!text.empty()) {
    const auto digits = std::min(text.find_first_not_of("0123456789."), text.size());
    const auto number = whole_number(text.substr(0, digits));
    text.remove_prefix(digits);
    const auto letters = std::min(text.find_first_of("0123456789."), text.size());
    const auto unit = text.substr(0, letters);
    text.remove_prefix(letters);
    const double seconds = unit == "ms"  ? 0.001
                           : unit == "s" ? 1
                           : unit == "m" ? 60
                           : unit == "h" ? 3600
                           : unit == "d" ? 86400
                                         : 0;
    if (!number || seconds == 0) return std::nullopt;
    sum += *number * seconds;
  }
  return sum;
}

std::optional<double> time_in(std::string_view text) {
  if (auto at = rfc3339(text)) return at;
  return scanned_time("%a, %d %b %Y %H:%M:%S GMT", text, 0);
}

std::optional<double> wait_asked_for(const HttpReply& reply, double now) {
  if (auto wait = retry_after(reply, now)) return wait;
  if (reply.status != 429 && reply.status != 503) return std::nullopt;
  if (auto wait = retry_delay(reply.body)) return wait;
  return latest_reset(reply, now);
}

std::optional<double> next_try(const CallFailure& failure, const HttpReply& reply, int tries,
                               double now, double chance, const RetryRules& rules) {
  using Kind = CallFailure::Kind;
  const auto should = header(reply.headers, "x-should-retry");
  const bool told_to = should == "true" && failure.kind == Kind::bad_request;
  if (failure.kind != Kind::transient && failure.kind != Kind::rate && !told_to)
    return std::nullopt;
  if (should == "false") return std::nullopt;
  if (tries >= (failure.kind == Kind::rate ? rules.most_rate_tries : rules.most_tries))
    return std::nullopt;
  const auto asked = wait_asked_for(reply, now);
  if (asked && *asked > rules.longest_hint) return std::nullopt;
  const double own = back_off(rules.first_wait, tries, chance);
  return asked && *asked > 0 ? *asked + 0.1 * own : own;
}

}  // namespace cairn
