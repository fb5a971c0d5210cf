// Asks models: how many calls at once, when to try again, when to give up.
//
// One lane for each server, key and model. Its width is what the user wrote, or it
// adapts: it starts at 20, grows by a twentieth after each round without trouble, up
// to 100, is cut by a fifth when the server says 429, 503 or 529, and pauses for as
// long as the server asks. A key that is refused, an empty purse or a model that does
// not exist ends its lane at once, with one message for all its calls.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "runtime/http/transport.h"
#include "runtime/models/provider.h"
#include "runtime/models/retry.h"

namespace cairn {

struct ModelCall {
  ModelRequest request;
  Endpoint endpoint;
  std::shared_ptr<const HttpCall> http;    // The request as encode() wrote it.
  std::optional<std::size_t> concurrency;  // Fixed width; absent: it adapts.
};

struct CallResult {
  std::variant<Reply, CallFailure> outcome;
  double seconds = 0;                 // Of the try that was answered.
  int tries = 0;                      // 0: it was never sent.
  std::vector<std::string> left_out;  // Parameters the model refused: "temperature".
};

struct CallerCounts {
  std::size_t waiting = 0, under_way = 0, tried_again = 0, failed = 0;
  double paused_seconds = 0;  // The longest that a lane still pauses.
};

class Caller {
 public:
  // The transport is borrowed and must outlive it only until stop() has ended all.
  explicit Caller(Transport& transport, RetryRules rules = {});
  ~Caller();

  using Done = std::function<void(CallResult)>;
  // From any thread. `done` runs in the transport's thread.
  void call(ModelCall call, Done done);

  // From any thread: what waits is given back as a failure, what is under way ends.
  void stop();

  CallerCounts counts() const;  // From any thread.

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// The width of lanes that adapt.
namespace lane {
inline constexpr double first_width = 20, widest = 100, narrowest = 1;
inline constexpr double growth = 1.05, cut = 0.8;
inline constexpr double seconds_between_cuts = 15;
}  // namespace lane

}  // namespace cairn
