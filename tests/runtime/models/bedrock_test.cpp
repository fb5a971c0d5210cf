#include <doctest/doctest.h>

#include "tests/runtime/models/model_cases.h"

using namespace cairn;

namespace {

Reply converse_reply(std::string body) {
  auto reply = model_cases::replied(std::move(body));
  reply.headers = {{"x-amzn-RequestId", "r1"}};
  const auto decoded = decode(model_cases::text(), reply, model_cases::endpoint("bedrock"));
  REQUIRE(std::holds_alternative<Reply>(decoded));
  return std::get<Reply>(decoded);
}

}  // namespace

TEST_CASE("Bedrock: every request becomes the body in its file") {
  model_cases::check_bodies("bedrock", "bedrock", 1);  // No audio.
}

TEST_CASE("Bedrock: address and token") {
  auto request = model_cases::text();
  request.model = "anthropic.claude-3-5-sonnet-20240620-v1:0";
  const auto call = encode(request, model_cases::endpoint("bedrock"));
  REQUIRE(call.has_value());
  CHECK(call->url == "https://host/v1/model/anthropic.claude-3-5-sonnet-20240620-v1%3A0/converse");
  CHECK(header(call->headers, "Authorization") == "Bearer sk-secret-key");
}

TEST_CASE("Bedrock: messages of one role become one, and names of documents are made plain") {
  auto request = model_cases::shown(MediaKind::document, "text/csv", "Ünd/a_b  c.csv", "YSxi");
  request.messages.push_back({Message::Role::user, "More.", {}});
  const auto call = encode(request, model_cases::endpoint("bedrock"));
  REQUIRE(call.has_value());
  CHECK(call->body ==
        R"({"messages":[{"role":"user","content":[{"document":{"format":"csv","name":"nd-a-b-c",)"
        R"("source":{"bytes":"YSxi"}}},{"text":"Say \"hé\".\n"},{"text":"More."}]}]})");
  const auto bitmap = encode(model_cases::shown(MediaKind::image, "image/bmp", "a.bmp", "AAAA"),
                             model_cases::endpoint("bedrock"));
  CHECK(bitmap.error().what ==
        "bedrock takes no image of type image/bmp (`a.bmp`); convert it to PNG, JPEG, GIF or WebP");
}

TEST_CASE("Bedrock: what is left out is said") {
  auto request = model_cases::parameters();
  request.schema_json = "{}";
  request.json = true;
  CHECK(lowered(request, *find_provider("bedrock")) ==
        std::vector<std::string>{"bedrock takes no seed", "bedrock takes no effort",
                                 "bedrock takes no schema for a reply",
                                 "bedrock cannot be told to reply in JSON"});
}

TEST_CASE("Bedrock: a whole reply") {
  const auto reply = converse_reply(
      R"({"output":{"message":{"role":"assistant","content":[
            {"reasoningContent":{"reasoningText":{"text":"hm"}}},{"text":"Yes."}]}},
          "stopReason":"end_turn","metrics":{"latencyMs":3},
          "usage":{"inputTokens":10,"outputTokens":7,"totalTokens":17,"cacheReadInputTokens":4}})");
  CHECK(reply.text == "Yes.");
  CHECK(reply.finish == Finish::stop);
  CHECK(reply.id == "r1");
  CHECK(reply.usage.in == 14);
  CHECK(reply.usage.out == 7);
  CHECK(reply.usage.cached == 4);
}

TEST_CASE("Bedrock: why a model stopped") {
  struct Row {
    std::string_view reason;
    Finish finish;
  };
  const Row rows[] = {
      {"end_turn", Finish::stop},
      {"stop_sequence", Finish::stop},
      {"max_tokens", Finish::length},
      {"guardrail_intervened", Finish::refused},
      {"content_filtered", Finish::refused},
      {"malformed_model_output", Finish::other},
  };
  for (const auto& row : rows) {
    CAPTURE(row.reason);
    const auto reply = converse_reply(R"({"output":{"message":{"content":[]}},"stopReason":")" +
                                      std::string(row.reason) + R"("})");
    CHECK(reply.finish == row.finish);
    CHECK(reply.filtered == (row.finish == Finish::refused));
  }
  const auto called = converse_reply(
      R"({"output":{"message":{"content":[{"toolUse":{"toolUseId":"t1","name":"weather",
          "input":{"city":"Rome"}}}]}},"stopReason":"tool_use"})");
  REQUIRE(called.tool_calls.size() == 1);
  CHECK(called.tool_calls[0].id == "t1");
  CHECK(called.tool_calls[0].arguments == R"({"city":"Rome"})");
  CHECK(called.finish == Finish::tool_calls);
}
