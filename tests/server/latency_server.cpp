// A model that always answers yes after a fixed time, for benchmarks:
//
//   latency_server --delay-ms 50 [--port N]
//
// The first line it prints is its address; it stops when its standard input closes.
// Every POST is taken for a chat completion. One with a JSON schema gets a verdict in
// JSON, any other a text that ends in one.
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string_view>

#include "tests/server/replies.h"
#include "tests/server/scripted_server.h"

namespace {

struct Typed {
  unsigned delay_ms = 0;
  std::uint16_t port = 0;
};

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const auto end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stopped == end;
}

std::optional<Typed> typed(int count, char** arguments) {
  Typed read;
  for (int i = 1; i < count; i += 2) {
    if (i + 1 == count) return std::nullopt;
    const std::string_view flag = arguments[i], value = arguments[i + 1];
    const bool good = flag == "--delay-ms" ? read_number(value, read.delay_ms)
                                           : flag == "--port" && read_number(value, read.port);
    if (!good) return std::nullopt;
  }
  return read;
}

cairn::ScriptedServer::Script yes_after(double seconds) {
  auto text = cairn::chat_reply({.text = "All is well.\nverdict: yes"});
  auto json = cairn::chat_reply({.text = R"({"reason":"fine","verdict":"yes"})"});
  text.delay_seconds = json.delay_seconds = seconds;
  return [text, json](const cairn::Seen& request) {
    // In a prompt the quotes would be escaped: only a request's own word matches.
    const bool wants_json = request.body.find(R"("json_schema")") != std::string::npos;
    return wants_json ? json : text;
  };
}

void wait_for_end_of_input() {
  std::array<char, 256> ignored;
  while (read(STDIN_FILENO, ignored.data(), ignored.size()) > 0) {
  }
}

}  // namespace

int main(int count, char** arguments) {
  const auto wanted = typed(count, arguments);
  if (!wanted) {
    std::fputs("usage: latency_server --delay-ms MS [--port N]\n", stderr);
    return 2;
  }
  const cairn::ScriptedServer server(
      yes_after(wanted->delay_ms / 1000.0),
      {.keeps = cairn::Keeps::nothing, .port = wanted->port, .before_body = {}});
  std::printf("%s\n", server.url().c_str());
  std::fflush(stdout);
  wait_for_end_of_input();
}
