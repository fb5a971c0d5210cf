// Calls against a server that misbehaves in every way providers do.
#include "runtime/models/caller.h"

#include <doctest/doctest.h>

#include <future>
#include <string>
#include <vector>

#include "runtime/models/endpoint.h"
#include "tests/server/replies.h"
#include "tests/server/scripted_server.h"

using namespace cairn;

namespace {

constexpr const char* secret = "sk-very-secret";

Endpoint endpoint_at(const std::string& url, std::string_view id = "compatible/m") {
  const auto made = endpoint_of(id, url + "/v1", "KEY", [](std::string_view) { return secret; });
  REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().what));
  return *made;
}

ModelCall call_to(const Endpoint& endpoint, Request request, double timeout = 5) {
  request.model = "m";
  if (request.messages.empty()) request.messages = {{.text = "hello"}};
  auto http = encode(request, endpoint);
  REQUIRE(http.has_value());
  http->timeout_seconds = timeout;
  return {.request = request, .endpoint = endpoint, .http = std::make_shared<const HttpCall>(*http), .concurrency = {}};
}

// A caller with a transport of its own, and short waits.
struct Calling {
  std::unique_ptr<Transport> transport;
  std::unique_ptr<Caller> caller;

  Calling() {
    auto opened = Transport::open();
    REQUIRE(opened.has_value());
    transport = *std::move(opened);
    RetryRules rules;
    rules.first_wait = 0.01;
    caller = std::make_unique<Caller>(*transport, rules);
  }

  CallResult ask(ModelCall call) {
    std::promise<CallResult> result;
    caller->call(std::move(call), [&](CallResult made) { result.set_value(std::move(made)); });
    return result.get_future().get();
  }
};

std::string in_words(const CallResult& result) {
  if (const auto* reply = std::get_if<Reply>(&result.outcome)) return "reply: " + reply->text;
  return "failure: " + std::get<CallFailure>(result.outcome).what;
}

// A server that goes through these replies and stays at the last one.
struct Scenes {
  explicit Scenes(std::vector<Scripted> all)
      : scenes(std::move(all)), server([this](const Seen& seen) {
          return scenes[std::min(seen.number, scenes.size() - 1)];
        }) {}
  std::vector<Scripted> scenes;
  ScriptedServer server;
};

Scripted with(Scripted reply, std::string name, std::string value) {
  reply.headers.emplace_back(std::move(name), std::move(value));
  return reply;
}

Scripted cut(Scripted reply, std::size_t after) {
  reply.cut_after = after;
  return reply;
}

}  // namespace

TEST_CASE("a reply comes in the end, after so many tries") {
  const Scripted good = chat_reply({.text = "fine"});
  struct Case {
    const char* what;
    std::vector<Scripted> scenes;
    int tries;
  };
  Scripted closed;
  closed.close_at_once = true;
  Scripted slow = good;
  slow.delay_seconds = 2;
  Scripted wrong_length = good;
  wrong_length.declared_length = good.body.size() + 10;
  const std::vector<Case> cases = {
      {"at once", {good}, 1},
      {"after 500", {openai_error(500, "oops", "server_error"), good}, 2},
      {"after 503 and 529",
       {openai_error(503, "busy", "x"), openai_error(529, "overloaded", "overloaded_error"), good},
       3},
      {"after 429 with a hint",
       {with(openai_error(429, "slow down", "rate_limit"), "Retry-After", "0.05"), good},
       2},
      {"after 429 with milliseconds",
       {with(openai_error(429, "slow down", "rate_limit"), "retry-after-ms", "20"), good},
       2},
      {"after a connection that closes", {closed, good}, 2},
      {"after a body that is cut", {cut(good, 20), good}, 2},
      {"after JSON that is cut in a whole reply", {{.body = good.body.substr(0, 30)}, good}, 2},
      {"after a length that is wrong", {wrong_length, good}, 2},
      {"after 200 with an error in it",
       {{.body = R"({"error":{"code":502,"message":"upstream failed"}})"}, good},
       2},
      {"after a time-out", {slow, good}, 2},
  };
  for (const auto& [what, scenes, tries] : cases) {
    CAPTURE(what);
    Scenes server(scenes);
    Calling calling;
    const auto result = calling.ask(call_to(endpoint_at(server.server.url()), {}, 0.5));
    CHECK(in_words(result) == "reply: fine");
    CHECK(result.tries == tries);
    CHECK(server.server.requests() == static_cast<std::size_t>(tries));
  }
}

TEST_CASE("a good answer is never thrown away because a limit has nothing left") {
  Scenes server({with(chat_reply({.text = "paid for"}), "x-ratelimit-remaining-requests", "0")});
  Calling calling;
  CHECK(in_words(calling.ask(call_to(endpoint_at(server.server.url()), {}))) == "reply: paid for");
  CHECK(server.server.requests() == 1);
}

TEST_CASE("what cannot get better is asked once, and said") {
  struct Case {
    const char* what;
    Scripted scene;
    const char* says;
  };
  const std::vector<Case> cases = {
      {"a key that is refused",
       openai_error(401, std::string("Incorrect API key provided: ") + secret,
                    "invalid_request_error", "invalid_api_key"),
       "key"},
      {"an empty purse",
       openai_error(429, "You exceeded your current quota", "insufficient_quota",
                    "insufficient_quota"),
       "quota"},
      {"no such model", openai_error(404, "The model `m` does not exist", "invalid_request_error"),
       "m"},
      {"a request that is wrong", openai_error(400, "messages must not be empty", "x"), "messages"},
      {"too large", openai_error(413, "request too large", "x"), "large"},
  };
  for (const auto& [what, scene, says] : cases) {
    CAPTURE(what);
    Scenes server({scene});
    Calling calling;
    const auto said = in_words(calling.ask(call_to(endpoint_at(server.server.url()), {})));
    CAPTURE(said);
    CHECK(said.starts_with("failure: "));
    CHECK(said.find(says) != said.npos);
    CHECK(said.find(secret) == said.npos);
    CHECK(server.server.requests() == 1);
  }
}

TEST_CASE("outcomes that are answers are no failures") {
  const std::vector<std::pair<const char*, Scripted>> cases = {
      {"refused", chat_reply({.refusal = "I cannot help"})},
      {"filtered prompt", openai_error(400, "The response was filtered", "x", "content_filter")},
      {"too long", openai_error(400, "too many tokens", "x", "context_length_exceeded")},
      {"out of tokens", chat_reply({.text = "", .finish = "length"})},
  };
  for (const auto& [what, scene] : cases) {
    CAPTURE(what);
    Scenes server({scene});
    Calling calling;
    const auto result = calling.ask(call_to(endpoint_at(server.server.url()), {}));
    REQUIRE(std::holds_alternative<Reply>(result.outcome));
    CHECK(std::get<Reply>(result.outcome).finish != Finish::stop);
    CHECK(server.server.requests() == 1);
  }
}

TEST_CASE("a redirect is not followed, so no key goes to another host") {
  ScriptedServer thief([](const Seen&) { return chat_reply({.text = "stolen"}); });
  Scripted away{.status = 307};
  away.headers.emplace_back("Location", thief.url() + "/v1/chat/completions");
  Scenes server({away});
  Calling calling;
  const auto said = in_words(calling.ask(call_to(endpoint_at(server.server.url()), {})));
  CHECK(said.starts_with("failure: "));
  CHECK(thief.requests() == 0);
}

TEST_CASE("a proxy of the environment is not asked about this machine") {
  setenv("http_proxy", "http://127.0.0.1:9", 1);  // Where nobody listens.
  Scenes server({chat_reply({.text = "direct"})});
  Calling calling;
  CHECK(in_words(calling.ask(call_to(endpoint_at(server.server.url()), {}))) == "reply: direct");
  unsetenv("http_proxy");
}

TEST_CASE("an early 413 is read though the body is not") {
  ServerOptions options;
  options.before_body = [](const Seen&) {
    return std::optional(openai_error(413, "request too large", "x"));
  };
  ScriptedServer server([](const Seen&) { return Scripted{}; }, options);
  Calling calling;
  Request request;
  request.messages = {{.text = std::string(3'000'000, 'x')}};
  const auto result = calling.ask(call_to(endpoint_at(server.url()), request));
  CHECK(in_words(result).starts_with("failure: "));
}

TEST_CASE("a parameter that the model refuses is left out, for all that come after") {
  std::size_t refused = 0;
  ScriptedServer server([&](const Seen& seen) {
    if (seen.body.find("\"temperature\"") == std::string::npos) return chat_reply({.text = "ok"});
    ++refused;
    return openai_error(400, "Unsupported value: 'temperature' does not support 0 with this model.",
                        "invalid_request_error", "unsupported_value", "temperature");
  });
  Calling calling;
  const auto endpoint = endpoint_at(server.url());
  const auto first = calling.ask(call_to(endpoint, {.temperature = 0}));
  CHECK(in_words(first) == "reply: ok");
  CHECK(first.left_out == std::vector<std::string>{"temperature"});
  CHECK(in_words(calling.ask(call_to(endpoint, {.temperature = 0}))) == "reply: ok");
  CHECK(refused == 1);
}

TEST_CASE("a server that is not there ends all its calls after one has been tried") {
  std::string url;
  {
    ScriptedServer gone([](const Seen&) { return Scripted{}; });
    url = gone.url();
  }
  Calling calling;
  const auto endpoint = endpoint_at(url);
  CHECK(in_words(calling.ask(call_to(endpoint, {}))).find("tried 6 times") != std::string::npos);
  CHECK(calling.ask(call_to(endpoint, {})).tries == 0);
}

TEST_CASE("no more calls at once than the width of the lane") {
  ScriptedServer server([](const Seen&) {
    auto reply = chat_reply({.text = "ok"});
    reply.delay_seconds = 0.02;
    return reply;
  });
  Calling calling;
  const auto endpoint = endpoint_at(server.url());
  std::vector<std::future<bool>> results;
  for (int i = 0; i < 40; ++i) {
    auto done = std::make_shared<std::promise<bool>>();
    results.push_back(done->get_future());
    auto call = call_to(endpoint, {});
    call.concurrency = 4;
    calling.caller->call(std::move(call), [done](CallResult result) {
      done->set_value(std::holds_alternative<Reply>(result.outcome));
    });
  }
  for (auto& one : results) CHECK(one.get());
  CHECK(server.most_at_once() <= 4);
  CHECK(server.connections() <= 4);
}

TEST_CASE("stopping gives back what waits, also for its next try") {
  Scenes server({with(openai_error(429, "slow down", "x"), "Retry-After", "60")});
  Calling calling;
  std::promise<CallResult> result;
  calling.caller->call(call_to(endpoint_at(server.server.url()), {}),
                       [&](CallResult made) { result.set_value(std::move(made)); });
  while (server.server.requests() == 0) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  calling.caller->stop();
  const auto stopped = result.get_future().get();
  CHECK(std::get<CallFailure>(stopped.outcome).kind == CallFailure::Kind::stopped);
}
