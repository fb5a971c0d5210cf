#include "tests/server/scripted_server.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/server/replies.h"

namespace cairn {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

bool ends_with(std::string_view text, std::string_view end) { return text.ends_with(end); }

// A client that sends just what it is told to.
class Client {
 public:
  explicit Client(const ScriptedServer& server) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(server.url().substr(17))));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  ~Client() { close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void say(std::string_view text) const {
    REQUIRE(send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(text.size()));
  }
  void post(std::string_view body, std::string_view more_headers = {}) const {
    std::string text = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: ";
    text += std::to_string(body.size()) + "\r\n";
    text.append(more_headers).append("\r\n").append(body);
    say(text);
  }
  // Until the server closes.
  std::string all() {
    while (receive()) {
    }
    return std::exchange(got_, {});
  }
  // Until `end` has come; fails if the server closes before.
  std::string until(std::string_view end) {
    std::size_t looked = 0;  // No match begins before.
    auto found = got_.find(end);
    while (found == std::string::npos) {
      looked = got_.size() < end.size() ? 0 : got_.size() - end.size() + 1;
      if (!receive()) {
        FAIL("closed before \"", std::string(end), "\" came; got: ", got_);
        return {};
      }
      found = got_.find(end, looked);
    }
    auto text = got_.substr(0, found + end.size());
    got_.erase(0, found + end.size());
    return text;
  }

 private:
  bool receive() {
    pollfd watched{socket_, POLLIN, 0};
    REQUIRE(poll(&watched, 1, 10'000) == 1);
    std::array<char, 64 * 1024> buffer;
    const auto size = recv(socket_, buffer.data(), buffer.size(), 0);
    if (size > 0) got_.append(buffer.data(), static_cast<std::size_t>(size));
    return size > 0;
  }

  int socket_;
  std::string got_;
};

ScriptedServer::Script always(Scripted reply) {
  return [reply = std::move(reply)](const Seen&) { return reply; };
}

TEST_CASE("scripted server: replies on one connection, one request after the other") {
  const ScriptedServer server([](const Seen& request) {
    return Scripted{.headers = {{"X-Number", std::to_string(request.number)}},
                    .body = "[" + request.body + "]"};
  });
  Client client(server);
  client.post("one", "X-Key: secret\r\n");
  const auto first = client.until("[one]");
  CHECK(first.starts_with("HTTP/1.1 200 \r\n"));
  CHECK(first.find("X-Number: 0\r\n") != std::string::npos);
  CHECK(first.find("Content-Type: application/json\r\n") != std::string::npos);
  CHECK(first.find("Content-Length: 5\r\n") != std::string::npos);
  client.post("two");
  CHECK(client.until("[two]").find("X-Number: 1\r\n") != std::string::npos);

  CHECK(server.requests() == 2);
  CHECK(server.connections() == 1);
  CHECK(server.most_at_once() == 1);
  const auto seen = server.seen();
  REQUIRE(seen.size() == 2);
  CHECK(seen[0].method == "POST");
  CHECK(seen[0].path == "/v1/chat/completions");
  CHECK(seen[0].header("x-key") == "secret");
  CHECK(seen[0].header("x-other") == "");
  CHECK(seen[1].body == "two");
}

TEST_CASE("scripted server: bodies in pieces, in chunks and pipelined") {
  const ScriptedServer server(
      [](const Seen& request) { return Scripted{.body = "[" + request.body + "]"}; });
  Client client(server);
  client.say("POST / HTTP/1.1\r\nContent-Le");
  client.say("ngth: 6\r\n\r\nabc");
  client.say("def");
  client.until("[abcdef]");

  const std::string_view chunked =
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;note=x\r\nabc\r\n00A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n";
  for (const char byte : chunked) client.say({&byte, 1});
  client.until("[abc0123456789]");

  client.say("POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\naGET /b HTTP/1.1\r\n\r\n");
  client.until("[a]");
  client.until("[]");

  const std::string large(3'000'000, 'x');
  client.post(large);
  CHECK(client.until("x]").size() > large.size());
}

TEST_CASE("scripted server: ways to end a reply") {
  struct Case {
    const char* about;
    Scripted reply;
    const char* ends;  // What the client has got when the connection closes.
  };
  const Case cases[] = {
      {"cut inside the body",
       {.body = "0123456789", .cut_after = 3},
       "Content-Length: 10\r\n\r\n012"},
      {"cut before the body", {.body = "0123456789", .cut_after = 0}, "Content-Length: 10\r\n\r\n"},
      {"a length too great", {.body = "abc", .declared_length = 9}, "Content-Length: 9\r\n\r\nabc"},
      {"a length too small", {.body = "abc", .declared_length = 1}, "Content-Length: 1\r\n\r\nabc"},
      {"in chunks",
       {.body = "0123456789ABCDEFG", .chunked = true, .then_close = true},
       "chunked\r\n\r\n11\r\n0123456789ABCDEFG\r\n0\r\n\r\n"},
      {"in chunks, cut",
       {.body = "0123456789", .cut_after = 2, .chunked = true},
       "chunked\r\n\r\na\r\n01"},
      {"an end after the reply", {.status = 204, .then_close = true}, "Content-Length: 0\r\n\r\n"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const ScriptedServer server(always(c.reply));
    Client client(server);
    client.post("{}");
    const auto got = client.all();
    CAPTURE(got);
    CHECK(ends_with(got, c.ends));
    CHECK(got.find("Connection: close\r\n") != std::string::npos);
  }
}

TEST_CASE("scripted server: no reply at all") {
  const ScriptedServer server(always({.close_at_once = true}));
  Client client(server);
  client.post("{}");
  CHECK(client.all().empty());
  CHECK(server.requests() == 1);
}

TEST_CASE("scripted server: a client that asks for it gets its connection closed") {
  const ScriptedServer server(always({.body = "x"}));
  Client client(server);
  client.post("{}", "Connection: close\r\n");
  CHECK(ends_with(client.all(), "\r\n\r\nx"));
}

TEST_CASE("scripted server: an early reply comes before the body") {
  ServerOptions options;
  options.before_body = [](const Seen& request) -> std::optional<Scripted> {
    if (request.header("content-length") != "1000000") return std::nullopt;
    return Scripted{.status = 413, .body = "too large"};
  };
  const ScriptedServer server(always({.body = "read"}), options);
  Client client(server);
  client.post("small");
  client.until("read");
  client.say("POST / HTTP/1.1\r\nContent-Length: 1000000\r\n\r\nthe first bytes");
  const auto got = client.all();
  CHECK(got.starts_with("HTTP/1.1 413 "));
  CHECK(ends_with(got, "too large"));
  const auto seen = server.seen();
  REQUIRE(seen.size() == 2);
  CHECK(seen[1].body.empty());
  CHECK(seen[1].number == 1);
}

TEST_CASE("scripted server: replies wait, and bodies trickle") {
  const ScriptedServer server([](const Seen& request) {
    if (request.body == "late") return Scripted{.body = "late", .delay_seconds = 0.05};
    return Scripted{.body = "0123456789", .seconds_per_byte = 0.01};
  });
  Client client(server);
  auto start = Clock::now();
  client.post("late");
  client.until("\r\n\r\nlate");
  CHECK(seconds_since(start) >= 0.05);
  start = Clock::now();
  client.post("slow");
  client.until("\r\n\r\n");
  CHECK(seconds_since(start) < 0.1);  // The headers do not wait.
  client.until("0123456789");
  CHECK(seconds_since(start) >= 0.1);
}

TEST_CASE("scripted server: a client that leaves is no longer served") {
  const ScriptedServer server(always({.body = "x", .delay_seconds = 30}));
  for (int i = 0; i < 3; ++i) {
    const Client client(server);
    client.post("{}");
    while (server.requests() == static_cast<std::size_t>(i)) usleep(1000);
  }
  while (server.requests() < 3) usleep(1000);
  usleep(20'000);
  const Client last(server);
  last.post("{}");
  while (server.requests() < 4) usleep(1000);
  CHECK(server.most_at_once() < 4);
}

TEST_CASE("scripted server: 600 calls at once") {
  ServerOptions options;
  options.keeps = Keeps::no_bodies;
  const ScriptedServer server(
      [](const Seen& request) { return Scripted{.body = request.body, .delay_seconds = 0.5}; },
      options);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 600; ++i) clients.push_back(std::make_unique<Client>(server));
  for (const auto& client : clients) client->post("<body>");
  for (const auto& client : clients) client->until("<body>");
  CHECK(server.most_at_once() == 600);
  CHECK(server.requests() == 600);
  REQUIRE(server.seen().size() == 600);
  CHECK(server.seen()[599].body.empty());
  CHECK(server.seen()[599].header("host") == "x");
}

TEST_CASE("scripted server: what is wrong is said") {
  const ScriptedServer server(
      [](const Seen&) -> Scripted { throw std::runtime_error("no line left"); });
  Client client(server);
  client.post("{}");
  CHECK(client.until("no line left").starts_with("HTTP/1.1 500 "));
  client.say("nonsense\r\n\r\n");
  CHECK(client.all().starts_with("HTTP/1.1 400 "));
}

TEST_CASE("scripted server: the providers' replies are what their documentation shows") {
  struct Case {
    const char* about;
    Scripted reply;
    const char* has;
  };
  const std::vector<AskedTool> tools = {{"call_1", "f", R"({"a":1})"}};
  const Case cases[] = {
      {"chat", chat_reply({.text = "yes"}),
       R"("choices":[{"index":0,"message":{"role":"assistant","content":"yes","refusal":null},)"},
      {"chat tool", chat_reply({.tools = tools}),
       R"("tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},"logprobs":null,"finish_reason":"tool_calls")"},
      {"chat refusal", chat_reply({.refusal = "No."}), R"("content":null,"refusal":"No.")"},
      {"responses", responses_reply({.text = "yes", .finish = "max_output_tokens"}),
       R"("incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"yes","annotations":[]}]}])"},
      {"responses thought", responses_reply({.text = "yes", .thought = "hm"}),
       R"("output":[{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}]},{)"},
      {"anthropic", anthropic_reply({.text = "yes", .thought = "hm"}),
       R"("content":[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"text","text":"yes"}],"stop_reason":"end_turn")"},
      {"anthropic tool", anthropic_reply({.tools = tools}),
       R"("content":[{"type":"tool_use","id":"call_1","name":"f","input":{"a":1}}],"stop_reason":"tool_use")"},
      {"gemini", gemini_reply({.text = "yes"}),
       R"({"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"yes"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":11,)"},
      {"converse", converse_reply({.text = "yes"}),
       R"({"output":{"message":{"role":"assistant","content":[{"text":"yes"}]}},"stopReason":"end_turn")"},
      {"ollama", ollama_reply({.text = "yes", .tools = tools}),
       R"("message":{"role":"assistant","content":"yes","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]},"done":true)"},
      {"ollama's chat", ollama_compat_reply({.text = "yes", .thought = "hm"}),
       R"("message":{"role":"assistant","content":"yes","reasoning":"hm"},"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}})"},
      {"embedding", embedding_reply({{1, 0}, {0, 0.5}}),
       R"("data":[{"object":"embedding","index":0,"embedding":[1.0,0.0]},{"object":"embedding","index":1,"embedding":[0.0,0.5]}])"},
      {"openai error", openai_error(400, "no", "invalid_request_error", {}, "seed"),
       R"({"error":{"message":"no","type":"invalid_request_error","param":"seed","code":null}})"},
      {"anthropic error", anthropic_error(529, "overloaded_error", "Overloaded"),
       R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"})"},
      {"gemini error", gemini_error(429, "RESOURCE_EXHAUSTED", "slow down", "34s"),
       R"("details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34s"}]}})"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CAPTURE(c.reply.body);
    CHECK(c.reply.body.find(c.has) != std::string::npos);
  }
  CHECK(anthropic_error(529, "overloaded_error", "Overloaded").status == 529);
}

}  // namespace

}  // namespace cairn
