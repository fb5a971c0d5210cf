#include <doctest/doctest.h>

#include "tests/runtime/models/model_cases.h"

using namespace cairn;

namespace {

Decoded gemini_decoded(std::string body) {
  return decode(model_cases::text(), model_cases::replied(std::move(body)),
                model_cases::endpoint("gemini"));
}

Reply gemini_reply(std::string body) {
  const auto decoded = gemini_decoded(std::move(body));
  REQUIRE(std::holds_alternative<Reply>(decoded));
  return std::get<Reply>(decoded);
}

}  // namespace

TEST_CASE("Gemini: every request becomes the body in its file") {
  model_cases::check_bodies("gemini", "gemini", 0);
}

TEST_CASE("Gemini: address and key") {
  auto endpoint = model_cases::endpoint("gemini");
  endpoint.base_url = "https://g/v1beta";
  auto request = model_cases::text();
  request.model = "models/gemini-2.5-flash";
  const auto call = encode(request, endpoint);
  REQUIRE(call.has_value());
  CHECK(call->url == "https://g/v1beta/models/gemini-2.5-flash:generateContent");
  CHECK(header(call->headers, "x-goog-api-key") == "sk-secret-key");
  request.model = "../x?key=1#";
  CHECK(encode(request, endpoint)->url ==
        "https://g/v1beta/models/..%2Fx%3Fkey%3D1%23:generateContent");
}

TEST_CASE("Gemini: a whole reply, without its thoughts") {
  const auto reply = gemini_reply(
      R"({"candidates":[{"index":0,"content":{"role":"model","parts":[
            {"text":"hm","thought":true},{"text":"Yes"},{"text":".","thought":false}]},
          "finishReason":"STOP"}],
          "usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2,"thoughtsTokenCount":5,
                           "cachedContentTokenCount":4,"totalTokenCount":17},
          "modelVersion":"gemini-x","responseId":"r1"})");
  CHECK(reply.text == "Yes.");
  CHECK(reply.finish == Finish::stop);
  CHECK(reply.model == "gemini-x");
  CHECK(reply.id == "r1");
  CHECK(reply.usage.in == 10);
  CHECK(reply.usage.out == 7);
  CHECK(reply.usage.cached == 4);
  CHECK(reply.usage.thoughts == 5);
}

TEST_CASE("Gemini: why a model stopped") {
  struct Row {
    std::string_view reason;
    Finish finish;
  };
  const Row rows[] = {
      {"STOP", Finish::stop},         {"MAX_TOKENS", Finish::length},
      {"SAFETY", Finish::refused},    {"RECITATION", Finish::refused},
      {"BLOCKLIST", Finish::refused}, {"PROHIBITED_CONTENT", Finish::refused},
      {"SPII", Finish::refused},      {"LANGUAGE", Finish::other},
      {"OTHER", Finish::other},       {"MALFORMED_FUNCTION_CALL", Finish::other},
  };
  for (const auto& row : rows) {
    CAPTURE(row.reason);
    const auto reply =
        gemini_reply(R"({"candidates":[{"finishReason":")" + std::string(row.reason) + R"("}]})");
    CHECK(reply.finish == row.finish);
    CHECK(reply.filtered == (row.finish == Finish::refused));
    CHECK(reply.text.empty());
  }
}

TEST_CASE("Gemini: a blocked prompt has no candidates") {
  const auto reply = gemini_reply(R"({"promptFeedback":{"blockReason":"SAFETY"},
                                      "usageMetadata":{"promptTokenCount":3}})");
  CHECK(reply.finish == Finish::refused);
  CHECK(reply.filtered);
  CHECK(reply.finish_detail == "SAFETY");
  CHECK(reply.usage.in == 3);
  for (const char* body : {"{}", R"({"candidates":[]})", R"({"promptFeedback":{}})"}) {
    const auto decoded = gemini_decoded(body);
    REQUIRE(std::holds_alternative<CallFailure>(decoded));
    CHECK(std::get<CallFailure>(decoded).kind == CallFailure::Kind::transient);
  }
}

TEST_CASE("Gemini: functions called") {
  const auto reply = gemini_reply(
      R"({"candidates":[{"content":{"parts":[
          {"functionCall":{"name":"weather","args":{"city":"Rome"}}},
          {"functionCall":{"id":"f2","name":"now"}}]},"finishReason":"STOP"}]})");
  REQUIRE(reply.tool_calls.size() == 2);
  CHECK(reply.tool_calls[0].name == "weather");
  CHECK(reply.tool_calls[0].arguments == R"({"city":"Rome"})");
  CHECK(reply.tool_calls[1].id == "f2");
  CHECK(reply.tool_calls[1].arguments == "{}");
  CHECK(reply.finish == Finish::tool_calls);
}
