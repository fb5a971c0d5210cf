#include "tests/server/replies.h"

#include <nlohmann/json.hpp>

namespace cairn {

namespace {

// Keys in the order they are written in, as providers send them.
using Json = nlohmann::ordered_json;

Scripted sent(const Json& body) { return {.body = body.dump()}; }

std::string finish_of(const ModelSaid& said, const char* usual, const char* with_tools) {
  if (!said.finish.empty()) return said.finish;
  return said.tools.empty() ? usual : with_tools;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json openai_tools(const ModelSaid& said) {
  auto tools = Json::array();
  for (const auto& tool : said.tools)
    tools.push_back({{"id", tool.id},
                     {"type", "function"},
                     {"function", {{"name", tool.name}, {"arguments", tool.arguments}}}});
  return tools;
}

// `thoughts_name`: servers that speak this format show thoughts under names of their own.
Json chat_body(const ModelSaid& said, const char* thoughts_name) {
  const bool has_text = said.refusal.empty() && (said.tools.empty() || !said.text.empty());
  Json message = {{"role", "assistant"},
                  {"content", has_text ? Json(said.text) : Json(nullptr)},
                  {"refusal", text_or_null(said.refusal)}};
  if (!said.thought.empty()) message[thoughts_name] = said.thought;
  if (!said.tools.empty()) message["tool_calls"] = openai_tools(said);
  return {{"id", "chatcmpl-1"},
          {"object", "chat.completion"},
          {"created", 1700000000},
          {"model", said.model},
          {"system_fingerprint", "fp_scripted"},
          {"choices",
           {{{"index", 0},
             {"message", message},
             {"logprobs", nullptr},
             {"finish_reason", finish_of(said, "stop", "tool_calls")}}}},
          {"usage",
           {{"prompt_tokens", said.in},
            {"completion_tokens", said.out},
            {"total_tokens", said.in + said.out},
            {"prompt_tokens_details", {{"cached_tokens", said.cached}}},
            {"completion_tokens_details", {{"reasoning_tokens", said.thoughts}}}}}};
}

Json responses_output(const ModelSaid& said) {
  auto output = Json::array();
  if (!said.thought.empty())
    output.push_back({{"type", "reasoning"},
                      {"id", "rs_1"},
                      {"summary", {{{"type", "summary_text"}, {"text", said.thought}}}}});
  Json part = {{"type", "output_text"}, {"text", said.text}, {"annotations", Json::array()}};
  if (!said.refusal.empty()) part = {{"type", "refusal"}, {"refusal", said.refusal}};
  if (!said.text.empty() || !said.refusal.empty() || said.tools.empty())
    output.push_back({{"type", "message"},
                      {"id", "msg_1"},
                      {"status", "completed"},
                      {"role", "assistant"},
                      {"content", Json::array({part})}});
  for (const auto& tool : said.tools)
    output.push_back({{"type", "function_call"},
                      {"id", "fc_1"},
                      {"call_id", tool.id},
                      {"name", tool.name},
                      {"arguments", tool.arguments},
                      {"status", "completed"}});
  return output;
}

Json anthropic_content(const ModelSaid& said) {
  auto content = Json::array();
  if (!said.thought.empty())
    content.push_back({{"type", "thinking"}, {"thinking", said.thought}, {"signature", "sig"}});
  if (!said.text.empty()) content.push_back({{"type", "text"}, {"text", said.text}});
  for (const auto& tool : said.tools)
    content.push_back({{"type", "tool_use"},
                       {"id", tool.id},
                       {"name", tool.name},
                       {"input", Json::parse(tool.arguments)}});
  return content;
}

Json gemini_parts(const ModelSaid& said) {
  auto parts = Json::array();
  if (!said.thought.empty()) parts.push_back({{"text", said.thought}, {"thought", true}});
  if (!said.text.empty()) parts.push_back({{"text", said.text}});
  for (const auto& tool : said.tools)
    parts.push_back(
        {{"functionCall", {{"name", tool.name}, {"args", Json::parse(tool.arguments)}}}});
  return parts;
}

Json converse_content(const ModelSaid& said) {
  auto content = Json::array();
  if (!said.thought.empty())
    content.push_back({{"reasoningContent", {{"reasoningText", {{"text", said.thought}}}}}});
  if (!said.text.empty()) content.push_back({{"text", said.text}});
  for (const auto& tool : said.tools)
    content.push_back(
        {{"toolUse",
          {{"toolUseId", tool.id}, {"name", tool.name}, {"input", Json::parse(tool.arguments)}}}});
  return content;
}

}  // namespace

Scripted chat_reply(const ModelSaid& said) { return sent(chat_body(said, "reasoning_content")); }

Scripted ollama_compat_reply(const ModelSaid& said) {
  auto body = chat_body(said, "reasoning");
  auto& usage = body["usage"];
  usage.erase("prompt_tokens_details");
  usage.erase("completion_tokens_details");
  body["system_fingerprint"] = "fp_ollama";
  body["choices"][0]["message"].erase("refusal");
  body["choices"][0].erase("logprobs");
  return sent(body);
}

// A `finish` is the reason of an incomplete reply: "max_output_tokens" or "content_filter".
Scripted responses_reply(const ModelSaid& said) {
  const bool whole = said.finish.empty();
  return sent({{"id", "resp_1"},
               {"object", "response"},
               {"created_at", 1700000000},
               {"model", said.model},
               {"status", whole ? "completed" : "incomplete"},
               {"error", nullptr},
               {"incomplete_details", whole ? Json(nullptr) : Json{{"reason", said.finish}}},
               {"output", responses_output(said)},
               {"usage",
                {{"input_tokens", said.in},
                 {"input_tokens_details", {{"cached_tokens", said.cached}}},
                 {"output_tokens", said.out},
                 {"output_tokens_details", {{"reasoning_tokens", said.thoughts}}},
                 {"total_tokens", said.in + said.out}}}});
}

Scripted anthropic_reply(const ModelSaid& said) {
  return sent({{"id", "msg_1"},
               {"type", "message"},
               {"role", "assistant"},
               {"model", said.model},
               {"content", anthropic_content(said)},
               {"stop_reason", finish_of(said, "end_turn", "tool_use")},
               {"stop_sequence", nullptr},
               {"usage",
                {{"input_tokens", said.in},
                 {"output_tokens", said.out},
                 {"cache_read_input_tokens", said.cached},
                 {"cache_creation_input_tokens", 0}}}});
}

Scripted gemini_reply(const ModelSaid& said) {
  return sent({{"candidates",
                {{{"index", 0},
                  {"content", {{"role", "model"}, {"parts", gemini_parts(said)}}},
                  {"finishReason", finish_of(said, "STOP", "STOP")}}}},
               {"usageMetadata",
                {{"promptTokenCount", said.in},
                 {"candidatesTokenCount", said.out},
                 {"thoughtsTokenCount", said.thoughts},
                 {"cachedContentTokenCount", said.cached},
                 {"totalTokenCount", said.in + said.out + said.thoughts}}},
               {"modelVersion", said.model},
               {"responseId", "response-1"}});
}

Scripted converse_reply(const ModelSaid& said) {
  return sent(
      {{"output", {{"message", {{"role", "assistant"}, {"content", converse_content(said)}}}}},
       {"stopReason", finish_of(said, "end_turn", "tool_use")},
       {"usage",
        {{"inputTokens", said.in},
         {"outputTokens", said.out},
         {"totalTokens", said.in + said.out}}},
       {"metrics", {{"latencyMs", 1}}}});
}

Scripted ollama_reply(const ModelSaid& said) {
  Json message = {{"role", "assistant"}, {"content", said.text}};
  if (!said.thought.empty()) message["thinking"] = said.thought;
  for (const auto& tool : said.tools)
    message["tool_calls"].push_back(
        {{"function", {{"name", tool.name}, {"arguments", Json::parse(tool.arguments)}}}});
  return sent({{"model", said.model},
               {"created_at", "2026-01-01T00:00:00Z"},
               {"message", message},
               {"done", true},
               {"done_reason", finish_of(said, "stop", "stop")},
               {"total_duration", 1000000},
               {"prompt_eval_count", said.in},
               {"eval_count", said.out}});
}

Scripted embedding_reply(const std::vector<std::vector<double>>& vectors, long long tokens) {
  auto data = Json::array();
  for (const auto& vector : vectors)
    data.push_back({{"object", "embedding"}, {"index", data.size()}, {"embedding", vector}});
  return sent({{"object", "list"},
               {"data", data},
               {"model", "scripted"},
               {"usage", {{"prompt_tokens", tokens}, {"total_tokens", tokens}}}});
}

Scripted openai_error(int status, std::string_view message, std::string_view type,
                      std::string_view code, std::string_view parameter) {
  auto reply = sent({{"error",
                      {{"message", message},
                       {"type", type},
                       {"param", text_or_null(std::string(parameter))},
                       {"code", text_or_null(std::string(code))}}}});
  reply.status = status;
  return reply;
}

Scripted anthropic_error(int status, std::string_view type, std::string_view message) {
  auto reply = sent({{"type", "error"},
                     {"error", {{"type", type}, {"message", message}}},
                     {"request_id", "req_1"}});
  reply.status = status;
  return reply;
}

Scripted gemini_error(int status, std::string_view its_status, std::string_view message,
                      std::string_view retry_delay) {
  Json error = {{"code", status}, {"message", message}, {"status", its_status}};
  if (!retry_delay.empty())
    error["details"].push_back(
        {{"@type", "type.googleapis.com/google.rpc.RetryInfo"}, {"retryDelay", retry_delay}});
  auto reply = sent({{"error", error}});
  reply.status = status;
  return reply;
}

}  // namespace cairn
