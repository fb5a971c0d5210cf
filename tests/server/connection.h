// One connection of the scripted server: what came in, and the reply on its way out.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "tests/server/request_reader.h"
#include "tests/server/scripted_server.h"

namespace cairn {

using Clock = std::chrono::steady_clock;

class Connection {
 public:
  enum class Stage { reading, waiting, sending, lingering, gone };

  Connection(int socket, std::uint64_t serial) : socket_(socket), serial_(serial) {}
  ~Connection() { close(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Stage stage() const { return stage_; }
  int socket() const { return socket_; }
  std::uint64_t serial() const { return serial_; }  // Its own, unlike the socket's number.
  RequestReader& reader() { return reader_; }
  bool asked_early = false;  // About the request that is being read.

  // Reads all there is; `ending`: its end is due. False when the other side has closed or broken
  // off, which ends a reply on its way, too: clients here do not half-close.
  bool receive(bool ending);
  // The answer to `request`, to be sent when its delay is over.
  void answer(Scripted reply, const Seen& request, bool close_after);
  double delay() const { return reply_.delay_seconds; }
  // Begins to send. Then, until `stage` is no longer `sending`, again whenever the
  // socket takes more, and after wait() if that says so.
  void send_reply(Clock::time_point now);
  void send_more(Clock::time_point now);
  std::optional<Clock::duration> wait() const;
  void close();

 private:
  std::string head_of_reply() const;
  std::size_t allowed(Clock::time_point now) const;
  void finish();

  int socket_;
  std::uint64_t serial_;
  Stage stage_ = Stage::reading;
  RequestReader reader_;
  Scripted reply_;
  bool close_after_ = false;
  std::string out_;
  std::size_t head_size_ = 0, sent_ = 0;
  Clock::time_point began_;
};

}  // namespace cairn
