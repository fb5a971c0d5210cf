// An HTTP/1.1 server inside the test: a script says what it answers, when, and how
// it misbehaves. One thread, any number of connections, 127.0.0.1 only.
//
// Fast enough to stand for a model of fixed latency in benchmarks: for 256 calls at
// once of 50 ms each, 5,000 replies a second, it takes a tenth of a core.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/server/request_reader.h"

namespace cairn {

struct Scripted {
  int status = 200;
  // Content-Type is application/json unless named here.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  double delay_seconds = 0;              // Before the first byte.
  double seconds_per_byte = 0;           // A slow body: its bytes trickle out one by one.
  bool close_at_once = false;            // After the delay, and without a reply.
  std::optional<std::size_t> cut_after;  // Bytes of the body sent before the connection closes.
  // What Content-Length says, right or wrong; the connection closes after the body.
  std::optional<std::size_t> declared_length;
  bool chunked = false;     // Sent in one chunk, without Content-Length.
  bool then_close = false;  // No further request on this connection.
};

// What the server remembers of its requests.
enum class Keeps { all, no_bodies, nothing };

struct ServerOptions {
  Keeps keeps = Keeps::all;
  std::uint16_t port = 0;  // 0: a free one.
  // Asked as soon as the headers are in. What it replies is sent before the body has
  // come (an early 413), and the connection closes; nothing lets the body come.
  std::function<std::optional<Scripted>(const Seen&)> before_body;
};

class ScriptedServer {
 public:
  // Runs on the server's thread, one call at a time, with the request's body also
  // when it is not kept. What it throws is sent as a 500 that says so.
  using Script = std::function<Scripted(const Seen&)>;

  explicit ScriptedServer(Script script, ServerOptions options = {});
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::string url() const;           // "http://127.0.0.1:PORT"
  std::size_t requests() const;      // Those that the script was asked about.
  std::size_t connections() const;   // Opened so far.
  std::size_t most_at_once() const;  // Requests between arrival and the reply's last byte.
  std::vector<Seen> seen() const;    // In order of arrival.

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace cairn
