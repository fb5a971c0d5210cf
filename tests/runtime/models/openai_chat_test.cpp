#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "runtime/models/strict_schema.h"
#include "tests/runtime/models/model_cases.h"

using namespace cairn;

namespace {

Decoded chat_decoded(std::string body, std::string_view provider = "openai") {
  return decode(model_cases::text(), model_cases::replied(std::move(body)),
                model_cases::endpoint(provider));
}

Reply chat_reply(std::string body, std::string_view provider = "openai") {
  const auto decoded = chat_decoded(std::move(body), provider);
  REQUIRE(std::holds_alternative<Reply>(decoded));
  return std::get<Reply>(decoded);
}

std::string chat_choice(const std::string& message, const std::string& finish) {
  return R"({"choices":[{"message":)" + message + R"(,"finish_reason":)" + finish + "}]}";
}

}  // namespace

TEST_CASE("Chat Completions: every request becomes the body in its file") {
  model_cases::check_bodies("openai", "openai", 1);  // No video.
}

TEST_CASE("Chat Completions: what look-alikes want otherwise") {
  struct Row {
    std::string_view provider, file;
    Request request;
  };
  const Row rows[] = {
      {"openrouter", "openrouter-parameters", model_cases::parameters()},
      {"openrouter", "openrouter-video", model_cases::video()},
      {"llamacpp", "llamacpp-schema", model_cases::schema()},
      {"llamacpp", "llamacpp-video", model_cases::video()},
      {"ollama", "ollama-parameters", model_cases::parameters()},
  };
  for (const auto& row : rows) {
    CAPTURE(row.file);
    const auto call = encode(row.request, model_cases::endpoint(row.provider));
    REQUIRE(call.has_value());
    CHECK(call->body == model_cases::body_file(std::string(row.file)));
  }
  const auto mistral = encode(model_cases::parameters(), model_cases::endpoint("mistral"));
  CHECK(mistral->body.find(R"("random_seed":7)") != std::string::npos);
  CHECK(mistral->body.find("effort") == std::string::npos);
  const auto deepseek = encode(model_cases::schema(), model_cases::endpoint("deepseek"));
  CHECK(deepseek->body.find("response_format") == std::string::npos);
}

TEST_CASE("Chat Completions: address and headers") {
  auto endpoint = model_cases::endpoint("openai");
  endpoint.more = {{"OpenAI-Project", "p"}};
  endpoint.query = "api-version=1";
  const auto call = encode(model_cases::text(), endpoint);
  REQUIRE(call.has_value());
  CHECK(call->url == "https://host/v1/chat/completions?api-version=1");
  CHECK(header(call->headers, "Authorization") == "Bearer sk-secret-key");
  CHECK(header(call->headers, "OpenAI-Project") == "p");
  CHECK(header(call->headers, "Content-Type") == "application/json");
  const auto azure = encode(model_cases::text(), model_cases::endpoint("azure"));
  CHECK(header(azure->headers, "api-key") == "sk-secret-key");
  CHECK(header(azure->headers, "Authorization").empty());
}

TEST_CASE("Chat Completions: what cannot be said is refused with what to do") {
  auto ogg = model_cases::shown(MediaKind::audio, "audio/ogg", "a.ogg", "AAAA");
  auto hot = model_cases::text();
  hot.temperature = 2.5;
  auto nothing = model_cases::text();
  nothing.messages = {{Message::Role::system, "Be brief.", {}}};
  auto offers = model_cases::text();
  offers.offers_json = R"({"name":"f"})";
  auto nameless = model_cases::text();
  nameless.offers_json = R"([{"name":"f"},{"description":"d"}])";
  auto schema = model_cases::text();
  schema.schema_json = "{";
  auto unread = model_cases::image();
  unread.messages.front().media.front().base64 = nullptr;
  struct Row {
    Request request;
    std::string_view what;
  };
  const Row rows[] = {
      {model_cases::video(),
       "openai takes no video (`a.mp4`); ask a model of another provider, such as gemini, or "
       "leave the attachment out"},
      {ogg, "openai takes no audio of type audio/ogg (`a.ogg`); convert it to wav or mp3"},
      {hot, "openai takes a `temperature:` from 0 to 2, not 2.5"},
      {nothing, "there is nothing to answer: the prompt has no `user:` part"},
      {offers, "the functions of `offers:` are not a JSON list"},
      {nameless, "function 2 of `offers:` has no name"},
      {schema, "the schema of the reply is not a JSON object"},
      {unread, "the image `a.png` could not be read"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    const auto call = encode(row.request, model_cases::endpoint("openai"));
    REQUIRE_FALSE(call.has_value());
    CHECK(call.error().what == row.what);
  }
  CHECK(encode(model_cases::text(), model_cases::endpoint("jina")).error().what ==
        "jina answers no prompts: its models score and compare texts");
}

TEST_CASE("Chat Completions: broken UTF-8 in a prompt does not end the run") {
  auto request = model_cases::text();
  request.messages.front().text = "a\xff";
  const auto call = encode(request, model_cases::endpoint("openai"));
  REQUIRE(call.has_value());
  CHECK(call->body.find("a\xEF\xBF\xBD") != std::string::npos);
}

TEST_CASE("Chat Completions: a whole reply") {
  const auto reply = chat_reply(
      R"({"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-x-2026",
          "system_fingerprint":"fp_1","error":null,
          "choices":[{"index":0,"finish_reason":"stop","logprobs":null,
                      "message":{"role":"assistant","content":"Yes.","refusal":null}}],
          "usage":{"prompt_tokens":10,"completion_tokens":7,"total_tokens":17,
                   "prompt_tokens_details":{"cached_tokens":4},
                   "completion_tokens_details":{"reasoning_tokens":5}}})");
  CHECK(reply.text == "Yes.");
  CHECK(reply.finish == Finish::stop);
  CHECK(reply.finish_detail == "stop");
  CHECK(reply.model == "gpt-x-2026");
  CHECK(reply.id == "chatcmpl-1");
  CHECK(reply.fingerprint == "fp_1");
  CHECK(reply.usage.in == 10);
  CHECK(reply.usage.out == 7);
  CHECK(reply.usage.cached == 4);
  CHECK(reply.usage.thoughts == 5);
}

TEST_CASE("Chat Completions: thoughts that a server leaves out of the answer's tokens are added") {
  const auto reply = chat_reply(
      R"({"choices":[{"message":{"content":"a"},"finish_reason":"stop"}],
          "usage":{"prompt_tokens":10,"completion_tokens":7,"total_tokens":22,
                   "completion_tokens_details":{"reasoning_tokens":5}}})");
  CHECK(reply.usage.out == 12);
}

TEST_CASE("Chat Completions: why a model stopped") {
  struct Row {
    std::string_view about;
    std::string message, finish;
    Finish expected;
    bool filtered;
    std::string_view text;
  };
  const Row rows[] = {
      {"a stop", R"({"content":"a"})", R"("stop")", Finish::stop, false, "a"},
      {"thoughts used all tokens", R"({"content":""})", R"("length")", Finish::length, false, ""},
      {"cut short", R"({"content":"ab"})", R"("length")", Finish::length, false, "ab"},
      {"a refusal", R"({"content":null,"refusal":"No."})", R"("stop")", Finish::refused, false,
       "No."},
      {"the filter", R"({"content":null})", R"("content_filter")", Finish::refused, true, ""},
      {"no word", R"({"content":"a"})", "null", Finish::other, false, "a"},
      {"a new word", R"({"content":"a"})", R"("tired")", Finish::other, false, "a"},
      {"thoughts beside the text", R"({"content":"a","reasoning_content":"hm","reasoning":"hm"})",
       R"("stop")", Finish::stop, false, "a"},
      {"thoughts among the parts",
       R"({"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},
                      {"type":"text","text":"a"}]})",
       R"("stop")", Finish::stop, false, "a"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.about);
    const auto reply = chat_reply(chat_choice(row.message, row.finish));
    CHECK(reply.finish == row.expected);
    CHECK(reply.filtered == row.filtered);
    CHECK(reply.text == row.text);
  }
}

TEST_CASE("Chat Completions: functions called") {
  const auto reply = chat_reply(chat_choice(
      R"({"content":null,"tool_calls":[
          {"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\":"}},
          {"id":"c2","type":"function","function":{"name":"now","arguments":{"zone":"UTC"}}},
          {"id":"c3","type":"function","function":{"name":"none"}}]})",
      R"("stop")"));
  REQUIRE(reply.tool_calls.size() == 3);
  CHECK(reply.tool_calls[0].id == "c1");
  CHECK(reply.tool_calls[0].name == "weather");
  CHECK(reply.tool_calls[0].arguments == R"({"city":)");  // As the model wrote it.
  CHECK(reply.tool_calls[1].arguments == R"({"zone":"UTC"})");
  CHECK(reply.tool_calls[2].arguments == "{}");
  CHECK(reply.finish == Finish::tool_calls);
  const auto old = chat_reply(chat_choice(
      R"({"content":null,"function_call":{"name":"f","arguments":"{}"}})", R"("function_call")"));
  REQUIRE(old.tool_calls.size() == 1);
  CHECK(old.tool_calls[0].name == "f");
}

TEST_CASE("Chat Completions: replies of status 200 that hold no answer are asked for again") {
  for (
      const char* body :
      {"", "{", R"({"choices":[{"message":{"content":"Ye)", "<html>busy</html>", "null", "{}",
       R"({"choices":[]})", R"({"choices":[{}]})", R"({"choices":"none"})", "[]",
       R"({"choices":[{"message":{"content":"a"},"finish_reason":"error"}]})",
       R"({"choices":[{"message":{"content":""},"finish_reason":"insufficient_system_resource"}]})",
       R"({"choices":[{"error":{"code":502,"message":"upstream"},"finish_reason":"error"}]})"}) {
    CAPTURE(body);
    const auto decoded = chat_decoded(body);
    REQUIRE(std::holds_alternative<CallFailure>(decoded));
    CHECK(std::get<CallFailure>(decoded).kind == CallFailure::Kind::transient);
  }
  // Deep enough to overflow the stack of whoever walks it.
  CHECK(std::holds_alternative<CallFailure>(chat_decoded(std::string(100'000, '['))));
  CHECK(std::holds_alternative<CallFailure>(
      chat_decoded(std::string(100'000, '[') + std::string(100'000, ']'))));
}

TEST_CASE("strict mode takes closed schemas with every property required") {
  struct Row {
    std::string_view about;
    std::string schema;
    bool strict;
  };
  const Row rows[] = {
      {"closed", R"({"type":"object","properties":{"a":{"type":"string"}},"required":["a"],
                     "additionalProperties":false})",
       true},
      {"open", R"({"type":"object","properties":{"a":{"type":"string"}},"required":["a"]})", false},
      {"optional", R"({"type":"object","properties":{"a":{"type":"string"}},"required":[],
                       "additionalProperties":false})",
       false},
      {"an open object inside", R"({"type":"object","properties":{"a":{"type":"array","items":
          {"type":"object"}}},"required":["a"],"additionalProperties":false})",
       false},
      {"no object", R"({"type":"array","items":{"type":"string"}})", false},
      {"an unknown word", R"({"type":"object","properties":{},"required":[],
          "additionalProperties":false,"not":{}})",
       false},
      {"a default", R"({"type":"object","properties":{"a":{"type":["string","null"],
          "default":null}},"required":["a"],"additionalProperties":false})",
       false},
      {"a reference alone", R"({"type":"object","properties":{"a":{"$ref":"#/$defs/t"}},
          "required":["a"],"additionalProperties":false,"$defs":{"t":{"type":"string"}}})",
       true},
      {"a reference with siblings", R"({"type":"object","properties":{"a":{"$ref":"#/$defs/t",
          "title":"t"}},"required":["a"],"additionalProperties":false,
          "$defs":{"t":{"type":"string"}}})",
       false},
      {"alternatives", R"({"type":"object","properties":{"a":{"anyOf":[{"type":"string"},
          {"type":"null"}]}},"required":["a"],"additionalProperties":false})",
       true},
      {"properties without a type", R"({"properties":{}})", false},
      {"odd types", R"({"type":7,"properties":[],"required":1})", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.about);
    CHECK(is_strict_schema(nlohmann::ordered_json::parse(row.schema)) == row.strict);
  }
}
