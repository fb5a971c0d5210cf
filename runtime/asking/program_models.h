// Models that are programs: `model { run: "node app.mjs" }`.
//
// A program is given one JSON object on standard input, {"messages": [{"role",
// "content"}], "item": ID, "sample": N}, and prints its answer: as text, or as one JSON
// object with `answer` and, if it likes, `model` and `reply` with `finish_reason`,
// `tokens` and `tool_calls`. It is given texts: no media, functions or schemas.
#pragma once

#include <filesystem>
#include <memory>

#include "lang/program.h"
#include "runtime/models/caller.h"

namespace cairn {

// What the program is given.
std::string program_input(const Request& request);

// What the program printed, as a reply or as the reason why there is none.
std::variant<Reply, CallFailure> program_reply(const std::string& output);

// Starts programs, so many at a time.
class ProgramModels {
 public:
  ProgramModels(std::filesystem::path folder, std::size_t at_once);
  ~ProgramModels();  // Waits for those that run.

  // From any thread; `done` runs in another one. What has not begun after stop() comes
  // back as stopped.
  void call(const program::Model& model, std::string input, Caller::Done done);
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cairn
