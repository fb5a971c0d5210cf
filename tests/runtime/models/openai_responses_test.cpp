#include <doctest/doctest.h>

#include "tests/runtime/models/model_cases.h"

using namespace cairn;

namespace {

Decoded responses_decoded(std::string body) {
  return decode(model_cases::text(), model_cases::replied(std::move(body)),
                model_cases::endpoint("openai-responses"));
}

Reply responses_reply(std::string body) {
  const auto decoded = responses_decoded(std::move(body));
  REQUIRE(std::holds_alternative<Reply>(decoded));
  return std::get<Reply>(decoded);
}

}  // namespace

TEST_CASE("Responses: every request becomes the body in its file") {
  model_cases::check_bodies("openai-responses", "responses", 2);  // No audio, no video.
}

TEST_CASE("Responses: what is left out is said") {
  CHECK(lowered(model_cases::parameters(), *find_provider("openai-responses")) ==
        std::vector<std::string>{"openai-responses takes no seed",
                                 "openai-responses takes no stop texts"});
  CHECK(lowered(model_cases::text(), *find_provider("openai-responses")).empty());
}

TEST_CASE("Responses: a whole reply") {
  const auto reply = responses_reply(
      R"({"id":"resp_1","object":"response","status":"completed","error":null,
          "incomplete_details":null,"model":"gpt-x-2026",
          "output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},
                    {"type":"message","role":"assistant","content":[
                       {"type":"output_text","text":"Yes","annotations":[]},
                       {"type":"output_text","text":".","annotations":[]}]}],
          "usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":4},
                   "output_tokens":7,"output_tokens_details":{"reasoning_tokens":5},
                   "total_tokens":17}})");
  CHECK(reply.text == "Yes.");
  CHECK(reply.finish == Finish::stop);
  CHECK(reply.finish_detail == "completed");
  CHECK(reply.model == "gpt-x-2026");
  CHECK(reply.id == "resp_1");
  CHECK(reply.usage.in == 10);
  CHECK(reply.usage.out == 7);
  CHECK(reply.usage.cached == 4);
  CHECK(reply.usage.thoughts == 5);
}

TEST_CASE("Responses: why a model stopped") {
  const auto full = responses_reply(
      R"({"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},
          "output":[{"type":"reasoning","summary":[]}]})");
  CHECK(full.finish == Finish::length);
  CHECK(full.text.empty());
  const auto filtered = responses_reply(
      R"({"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]})");
  CHECK(filtered.finish == Finish::refused);
  CHECK(filtered.filtered);
  const auto refused = responses_reply(
      R"({"status":"completed","output":[{"type":"message","content":[
          {"type":"refusal","refusal":"No."}]}]})");
  CHECK(refused.finish == Finish::refused);
  CHECK_FALSE(refused.filtered);
  CHECK(refused.text == "No.");
  const auto called = responses_reply(
      R"({"status":"completed","output":[{"type":"function_call","id":"fc_1","call_id":"c1",
          "name":"weather","arguments":"{\"city\":\"Rome\"}"}]})");
  REQUIRE(called.tool_calls.size() == 1);
  CHECK(called.tool_calls[0].id == "c1");
  CHECK(called.tool_calls[0].arguments == R"({"city":"Rome"})");
  CHECK(called.finish == Finish::tool_calls);
}

TEST_CASE("Responses: a status of 200 may hold a failure") {
  using Kind = CallFailure::Kind;
  struct Row {
    std::string_view body;
    Kind kind;
  };
  const Row rows[] = {
      {R"({"status":"failed","error":{"code":"rate_limit_exceeded","message":"slow"}})",
       Kind::rate},
      {R"({"status":"failed","error":{"code":"server_error","message":"oops"}})", Kind::transient},
      {R"({"status":"failed","error":{"code":"image_too_large","message":"big"}})",
       Kind::bad_request},
      {R"({"status":"failed","error":{"code":"invalid_image","message":"odd"}})",
       Kind::bad_request},
      {R"({"status":"in_progress","output":[]})", Kind::transient},
      {R"({"status":"cancelled","output":[]})", Kind::transient},
      {R"({"status":"completed"})", Kind::transient},
  };
  for (const auto& row : rows) {
    CAPTURE(row.body);
    const auto decoded = responses_decoded(std::string(row.body));
    REQUIRE(std::holds_alternative<CallFailure>(decoded));
    CHECK(std::get<CallFailure>(decoded).kind == row.kind);
  }
  const auto filtered = responses_reply(
      R"({"status":"failed","error":{"code":"invalid_prompt","message":"flagged"}})");
  CHECK(filtered.filtered);
  CHECK(filtered.finish == Finish::refused);
  CHECK(filtered.finish_detail == "invalid_prompt");
}
