// Makes HTTP calls, many at a time, from one thread that owns libcurl.
//
// It decides nothing: how many calls at once, when to try again, what a status
// means is models/caller.h's. Whoever uses it must not start more calls than there
// may be connections: a call's time-out also runs while it waits for one.
//
// HTTP/1.1 with kept connections (libcurl 7.88 breaks plain HTTP/2). Redirects are
// never followed: a key in a header of ours would go along. Proxies of the
// environment are respected, but not for loopback.
#pragma once

#include <functional>
#include <memory>

#include "lang/result.h"
#include "runtime/http/call.h"

namespace cairn {

class Transport {
 public:
  static Result<std::unique_ptr<Transport>> open();
  ~Transport();  // Calls under way are broken off; their `done` is not called.

  // Everything below runs in the transport's thread, one after the other.
  using Work = std::function<void()>;
  using Done = std::function<void(HttpReply)>;

  void post(Work work);  // From any thread.

  // From the transport's thread only.
  void after(double seconds, Work work);
  void start(std::shared_ptr<const HttpCall> call, Done done);
  void allow_connections(long most);  // That are kept open.

 private:
  struct State;
  explicit Transport(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace cairn
