#include <doctest/doctest.h>

#include "tests/runtime/models/model_cases.h"

using namespace cairn;

namespace {

Decoded claude_decoded(std::string body, int status = 200) {
  return decode(model_cases::text(), model_cases::replied(std::move(body), status),
                model_cases::endpoint("anthropic"));
}

Reply claude_reply(std::string body) {
  const auto decoded = claude_decoded(std::move(body));
  REQUIRE(std::holds_alternative<Reply>(decoded));
  return std::get<Reply>(decoded);
}

}  // namespace

TEST_CASE("Anthropic: every request becomes the body in its file") {
  model_cases::check_bodies("anthropic", "anthropic", 2);  // No audio, no video.
}

TEST_CASE("Anthropic: address and headers") {
  auto endpoint = model_cases::endpoint("anthropic");
  endpoint.base_url = "https://api.anthropic.com";
  const auto call = encode(model_cases::text(), endpoint);
  REQUIRE(call.has_value());
  CHECK(call->url == "https://api.anthropic.com/v1/messages");
  CHECK(header(call->headers, "x-api-key") == "sk-secret-key");
  CHECK(header(call->headers, "anthropic-version") == "2023-06-01");
  endpoint.key_header = KeyHeader::bearer;
  const auto by_token = encode(model_cases::text(), endpoint);
  CHECK(header(by_token->headers, "Authorization") == "Bearer sk-secret-key");
  CHECK(header(by_token->headers, "x-api-key").empty());
}

TEST_CASE("Anthropic: text documents are sent as text, others are refused") {
  const auto text =
      encode(model_cases::shown(MediaKind::document, "text/csv", "a.csv", "YSxi"),  // "a,b"
             model_cases::endpoint("anthropic"));
  REQUIRE(text.has_value());
  CHECK(text->body.find(R"({"type":"document","title":"a.csv","source":)"
                        R"({"type":"text","media_type":"text/plain","data":"a,b"}})") !=
        std::string::npos);
  const auto broken = encode(model_cases::shown(MediaKind::document, "text/plain", "a.txt", "!!!!"),
                             model_cases::endpoint("anthropic"));
  CHECK(broken.error().what == "the document `a.txt` could not be read");
  const auto word =
      encode(model_cases::shown(MediaKind::document, "application/msword", "a.doc", "AAAA"),
             model_cases::endpoint("anthropic"));
  CHECK(word.error().what ==
        "anthropic takes no document of type application/msword (`a.doc`); convert it to PDF or "
        "plain text");
  const auto bitmap = encode(model_cases::shown(MediaKind::image, "image/bmp", "a.bmp", "AAAA"),
                             model_cases::endpoint("anthropic"));
  CHECK(bitmap.error().what ==
        "anthropic takes no image of type image/bmp (`a.bmp`); convert it to PNG, JPEG, GIF or "
        "WebP");
}

TEST_CASE("Anthropic: temperatures above 1 are refused before they are sent") {
  auto request = model_cases::text();
  request.temperature = 1.2;
  const auto call = encode(request, model_cases::endpoint("anthropic"));
  REQUIRE_FALSE(call.has_value());
  CHECK(call.error().what == "anthropic takes a `temperature:` from 0 to 1, not 1.2");
  request.temperature = 1;
  CHECK(encode(request, model_cases::endpoint("anthropic")).has_value());
}

TEST_CASE("Anthropic: what is left out or chosen for the user is said") {
  const auto& provider = *find_provider("anthropic");
  CHECK(lowered(model_cases::parameters(), provider) ==
        std::vector<std::string>{"anthropic takes no seed"});
  CHECK(lowered(model_cases::json(), provider) ==
        std::vector<std::string>{
            "anthropic cannot be told to reply in JSON without a schema",
            "anthropic must be told the longest answer: 4096 tokens, unless `max tokens:` says "
            "otherwise"});
}

TEST_CASE("Anthropic: a whole reply") {
  const auto reply = claude_reply(
      R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-x-2026",
          "content":[{"type":"thinking","thinking":"hm","signature":"s"},
                     {"type":"text","text":"Yes"},{"type":"text","text":"."}],
          "stop_reason":"end_turn","stop_details":null,
          "usage":{"input_tokens":10,"output_tokens":7,"cache_read_input_tokens":4,
                   "cache_creation_input_tokens":3,
                   "output_tokens_details":{"thinking_tokens":5}}})");
  CHECK(reply.text == "Yes.");
  CHECK(reply.finish == Finish::stop);
  CHECK(reply.model == "claude-x-2026");
  CHECK(reply.id == "msg_1");
  CHECK(reply.usage.in == 17);
  CHECK(reply.usage.out == 7);
  CHECK(reply.usage.cached == 4);
  CHECK(reply.usage.thoughts == 5);
}

TEST_CASE("Anthropic: why a model stopped") {
  struct Row {
    std::string_view reason;
    Finish finish;
  };
  const Row rows[] = {
      {"end_turn", Finish::stop},       {"stop_sequence", Finish::stop},
      {"max_tokens", Finish::length},   {"model_context_window_exceeded", Finish::length},
      {"tool_use", Finish::tool_calls}, {"refusal", Finish::refused},
      {"pause_turn", Finish::other},    {"bored", Finish::other},
  };
  for (const auto& row : rows) {
    CAPTURE(row.reason);
    const auto reply =
        claude_reply(R"({"content":[],"stop_reason":")" + std::string(row.reason) + R"("})");
    CHECK(reply.finish == row.finish);
    CHECK(reply.finish_detail == row.reason);
    CHECK(reply.filtered == (row.finish == Finish::refused));
    CHECK(reply.too_long == (row.reason == "model_context_window_exceeded"));
  }
}

TEST_CASE("Anthropic: functions called") {
  const auto reply = claude_reply(
      R"({"content":[{"type":"text","text":"Let me see."},
          {"type":"tool_use","id":"t1","name":"weather","input":{"city":"Rome"}}],
          "stop_reason":"tool_use"})");
  REQUIRE(reply.tool_calls.size() == 1);
  CHECK(reply.text == "Let me see.");
  CHECK(reply.tool_calls[0].id == "t1");
  CHECK(reply.tool_calls[0].name == "weather");
  CHECK(reply.tool_calls[0].arguments == R"({"city":"Rome"})");
}

TEST_CASE("Anthropic: a refused output_config is whichever of the two was asked for") {
  const std::string body =
      R"({"type":"error","error":{"type":"invalid_request_error",
          "message":"output_config: Extra inputs are not permitted"}})";
  const auto refused = [&](const Request& request) {
    return std::get<CallFailure>(
        decode(request, model_cases::replied(body, 400), model_cases::endpoint("anthropic")));
  };
  CHECK(refused(model_cases::schema()).parameter == "schema");
  CHECK(refused(model_cases::parameters()).parameter == "effort");
  CHECK(refused(model_cases::text()).kind == CallFailure::Kind::bad_request);
}
