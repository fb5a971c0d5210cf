#include "runtime/asking/program_models.h"

#include <doctest/doctest.h>

#include <future>

#include "runtime/process/program.h"

using namespace cairn;

namespace {

std::string said(const std::variant<Reply, CallFailure>& outcome) {
  if (const auto* reply = std::get_if<Reply>(&outcome)) return "reply: " + reply->text;
  return "failure: " + std::get<CallFailure>(outcome).what;
}

std::string asked(std::vector<std::string> words, double timeout = 10) {
  std::promise<CallResult> result;  // Outlives those who fulfil it.
  ProgramModels programs("", 2);
  program::Model model;
  model.run = std::move(words);
  model.timeout_seconds = timeout;
  programs.call(model, "{\"item\":\"a\"}\n",
                [&](CallResult made) { result.set_value(std::move(made)); });
  return said(result.get_future().get().outcome);
}

}  // namespace

TEST_CASE("a program answers as text or as a recorded answer") {
  CHECK(asked({"cat"}) == "reply: {\"item\":\"a\"}");
  CHECK(asked({"sh", "-c", "printf 'two\\nlines\\n'"}) == "reply: two\nlines");
  CHECK(asked({"sh", "-c", R"(echo '{"answer": "in JSON", "model": "mine"}')"}) ==
        "reply: in JSON");
  CHECK(asked({"sh", "-c", R"(echo '{"answer": 7}')"}) == "failure: its `answer` is no text");
  CHECK(asked({"true"}) == "reply: ");  // It reads nothing and says nothing: an empty answer.
}

TEST_CASE("what goes wrong with a program is told") {
  CHECK(asked({"sh", "-c", "echo no tea >&2; exit 3"}) == "failure: `sh` ended with 3: no tea");
  CHECK(asked({"no-such-program-here"}).find("cannot be started") != std::string::npos);
  CHECK(asked({"sleep", "30"}, 0.2) == "failure: `sleep` did not end within 0.2 seconds");
  // What it started dies with it.
  CHECK(asked({"sh", "-c", "sleep 30 & sleep 30"}, 0.2).find("did not end") != std::string::npos);
}

TEST_CASE("a program prints without end, and memory does not grow with it") {
  const auto run = run_program({.words = {"sh", "-c", "yes | head -c 30000000"},
                                .input = {},
                                .folder = {},
                                .most_output = 1000});
  REQUIRE(run.has_value());
  CHECK(run->cut);
  CHECK(run->output.size() == 1000);
}

TEST_CASE("a program is given messages, item and sample") {
  Request request;
  request.messages = {{.role = Message::Role::system, .text = "s"}, {.text = "\"q\""}};
  request.item = "p1";
  request.sample = 2;
  CHECK(program_input(request) ==
        R"({"messages":[{"role":"system","content":"s"},{"role":"user","content":"\"q\""}],)"
        R"("item":"p1","sample":2})"
        "\n");
}
