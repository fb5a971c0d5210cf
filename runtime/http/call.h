// One HTTP request and what came back: what providers make and read, without a
// network in sight.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn {

struct Header {
  std::string name, value;
};

// The value of a header, letter case of its name aside; empty if it is not there.
std::string_view header(const std::vector<Header>& headers, std::string_view name);

struct HttpCall {
  std::string url;
  std::vector<Header> headers;  // May hold a key: never logged, never in a message.
  std::string body;             // Sent by POST.
  double timeout_seconds = 600;
  std::size_t largest_reply = 64'000'000;  // Bytes.
};

// Why no whole reply came.
enum class Broken { no, cannot_connect, timed_out, cut_off, too_large, not_secure, other };

struct HttpReply {
  Broken broken = Broken::no;
  std::string why;  // Of a broken one: a sentence without addresses' secrets.
  int status = 0;   // 0 if none came.
  std::vector<Header> headers;
  std::string body;
  double seconds = 0;
};

}  // namespace cairn
