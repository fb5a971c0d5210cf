// Chat Completions, OpenAI's and that of everybody who took it up: edges.md 1.1, 1.5.
#include <fmt/format.h>

#include "runtime/models/codec_parts.h"
#include "runtime/models/codecs.h"
#include "runtime/models/error_text.h"
#include "runtime/models/errors.h"
#include "runtime/models/strict_schema.h"

namespace cairn {
namespace {

Result<WireJson> chat_audio(const MediaPart& part, const Provider& provider) {
  std::string_view format;
  for (const std::string_view type : {"audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"})
    if (part.mime_type == type) format = "wav";
  for (const std::string_view type : {"audio/mpeg", "audio/mp3"})
    if (part.mime_type == type) format = "mp3";
  if (format.empty()) return refused_format(part, provider, "wav or mp3");
  return WireJson{{"type", "input_audio"},
                  {"input_audio", {{"data", *part.base64}, {"format", format}}}};
}

WireJson chat_video(const MediaPart& part, const Provider& provider) {
  if (provider.video_part == "input_video")
    return {{"type", "input_video"}, {"input_video", {{"data", *part.base64}}}};
  return {{"type", "video_url"}, {"video_url", {{"url", data_url(part)}}}};
}

Result<WireJson> chat_media(const MediaPart& part, const Provider& provider) {
  if (auto failure = refused_media(part, provider)) return *std::move(failure);
  switch (part.kind) {
    case MediaKind::image:
      return WireJson{{"type", "image_url"}, {"image_url", {{"url", data_url(part)}}}};
    case MediaKind::audio:
      return chat_audio(part, provider);
    case MediaKind::video:
      return chat_video(part, provider);
    case MediaKind::document:
      break;
  }
  return WireJson{{"type", "file"},
                  {"file", {{"file_data", data_url(part)}, {"filename", part.name}}}};
}

// Text alone stays a text: not every server takes a list of parts.
Result<WireJson> chat_content(const Message& message, const Provider& provider) {
  if (message.media.empty()) return WireJson(message.text);
  WireJson parts = WireJson::array();
  for (const auto& media : message.media) {
    auto part = chat_media(media, provider);
    if (!part) return part;
    parts.push_back(*std::move(part));
  }
  if (!message.text.empty()) parts.push_back({{"type", "text"}, {"text", message.text}});
  return parts;
}

Result<WireJson> chat_messages(const Request& request, const Provider& provider) {
  WireJson messages = WireJson::array();
  if (auto system = system_text(request); !system.empty())
    messages.push_back({{"role", "system"}, {"content", std::move(system)}});
  for (const auto& message : request.messages) {
    if (message.role == Message::Role::system) continue;
    auto content = chat_content(message, provider);
    if (!content) return content;
    messages.push_back({{"role", role_name(message.role)}, {"content", *std::move(content)}});
  }
  return messages;
}

void add_chat_parameters(const Request& request, const Endpoint& endpoint, WireJson& body) {
  const Provider& provider = *endpoint.provider;
  if (request.max_tokens)
    body[endpoint.max_tokens_name.empty() ? std::string(provider.max_tokens_name)
                                          : endpoint.max_tokens_name] = *request.max_tokens;
  if (request.temperature && provider.takes_temperature) body["temperature"] = *request.temperature;
  if (request.top_p) body["top_p"] = *request.top_p;
  if (request.seed && provider.takes_seed) body[std::string(provider.seed_name)] = *request.seed;
  if (!request.stop.empty() && provider.takes_stop) body["stop"] = request.stop;
  if (request.effort.empty() || !provider.takes_effort) return;
  const auto name = provider.effort_name;
  const auto dot = name.find('.');
  if (dot == std::string_view::npos)
    body[std::string(name)] = request.effort;
  else
    body[std::string(name.substr(0, dot))] = {{std::string(name.substr(dot + 1)), request.effort}};
}

std::optional<Failure> add_chat_format(const Request& request, const Provider& provider,
                                       WireJson& body) {
  auto schema = reply_schema(request, provider);
  if (!schema) return schema.error();
  if (schema->is_null()) {
    if (request.json) body["response_format"] = {{"type", "json_object"}};
    return std::nullopt;
  }
  if (provider.schema_style == "llamacpp") {
    body["response_format"] = {{"type", "json_schema"}, {"schema", *std::move(schema)}};
    return std::nullopt;
  }
  const bool strict = is_strict_schema(*schema);
  body["response_format"] = {
      {"type", "json_schema"},
      {"json_schema",
       {{"name", schema_name(request)}, {"strict", strict}, {"schema", *std::move(schema)}}}};
  return std::nullopt;
}

WireJson chat_tools(const std::vector<OfferedTool>& tools) {
  WireJson list = WireJson::array();
  for (const auto& tool : tools) {
    WireJson function = {{"name", tool.name}};
    if (!tool.description.empty()) function["description"] = tool.description;
    function["parameters"] = tool.parameters;
    list.push_back({{"type", "function"}, {"function", std::move(function)}});
  }
  return list;
}

// --- the reply --------------------------------------------------------------------

// A text, or a list of parts of which some are thoughts (Mistral).
std::string chat_text(const WireJson& content) {
  if (content.is_string()) return content.get<std::string>();
  std::string text;
  if (!content.is_array()) return text;
  for (const auto& part : content)
    if (text_field(part, "type") == "text") text += text_field(part, "text");
  return text;
}

std::vector<ToolCall> chat_tool_calls(const WireJson& message) {
  std::vector<ToolCall> calls;
  for (const auto& call : field(message, "tool_calls")) {
    const auto& function = field(call, "function");
    calls.push_back({text_field(call, "id"), text_field(function, "name"),
                     arguments_text(field(function, "arguments"))});
  }
  // The older form, of which there is one at most.
  if (const auto& function = field(message, "function_call"); function.is_object())
    calls.push_back(
        {"", text_field(function, "name"), arguments_text(field(function, "arguments"))});
  return calls;
}

Finish chat_finish(std::string_view reason) {
  if (reason == "stop" || reason == "eos" || reason == "end_turn") return Finish::stop;
  if (reason == "length" || reason == "max_tokens") return Finish::length;
  if (reason == "tool_calls" || reason == "function_call") return Finish::tool_calls;
  if (reason == "content_filter") return Finish::refused;
  return Finish::other;
}

// xAI alone leaves thoughts out of `completion_tokens`; the total tells.
Usage chat_usage(const WireJson& usage) {
  Usage read;
  read.in = count_field(usage, "prompt_tokens");
  read.out = count_field(usage, "completion_tokens");
  read.thoughts = count_field(field(usage, "completion_tokens_details"), "reasoning_tokens");
  read.cached = count_field(field(usage, "prompt_tokens_details"), "cached_tokens");
  if (!read.cached) read.cached = count_field(usage, "prompt_cache_hit_tokens");  // DeepSeek.
  const auto total = count_field(usage, "total_tokens");
  if (read.in && read.out && read.thoughts && total &&
      *total == *read.in + *read.out + *read.thoughts)
    read.out = *read.out + *read.thoughts;
  return read;
}

void read_chat_choice(const WireJson& choice, Reply& reply) {
  const auto& message = field(choice, "message");
  reply.text = chat_text(field(message, "content"));
  reply.tool_calls = chat_tool_calls(message);
  reply.finish_detail = text_field(choice, "finish_reason");
  reply.finish = chat_finish(reply.finish_detail);
  reply.filtered = reply.finish == Finish::refused;
  // Some servers say "stop" although a function is called.
  if (!reply.tool_calls.empty() && reply.finish == Finish::stop) reply.finish = Finish::tool_calls;
  const auto refusal = text_field(message, "refusal");
  if (refusal.empty()) return;
  reply.finish = Finish::refused;
  reply.finish_detail = "refusal";
  if (reply.text.empty()) reply.text = refusal;
}

}  // namespace

Result<HttpCall> encode_chat(const Request& request, const Endpoint& endpoint) {
  const Provider& provider = *endpoint.provider;
  WireJson body = {{"model", request.model}};
  auto messages = chat_messages(request, provider);
  if (!messages) return messages.error();
  body["messages"] = *std::move(messages);
  add_chat_parameters(request, endpoint, body);
  if (auto failure = add_chat_format(request, provider, body)) return *std::move(failure);
  const auto tools = offered_tools(request);
  if (!tools) return tools.error();
  if (!tools->empty()) body["tools"] = chat_tools(*tools);
  if (!provider.always.empty()) body.update(WireJson::parse(provider.always));
  return post_json(endpoint, "/chat/completions", body);
}

Decoded decode_chat(const HttpReply& reply, const Endpoint& endpoint) {
  const auto body = read_body(reply.body);
  if (auto error = error_in(reply, body, endpoint)) return *std::move(error);
  const auto& choices = field(body, "choices");
  if (!choices.is_array() || choices.empty()) return lacks(endpoint, "an answer");
  const auto& choice = choices.front();
  // OpenRouter: the server behind it broke off.
  if (tells_of_error(choice)) return error_in(reply, choice, endpoint).value();
  const auto finish = text_field(choice, "finish_reason");
  if (finish == "error" || finish == "insufficient_system_resource")
    return lacks(endpoint, fmt::format("an end: it broke off with `{}`", finish));
  if (!field(choice, "message").is_object()) return lacks(endpoint, "an answer");

  Reply read;
  read_chat_choice(choice, read);
  read.model = text_field(body, "model");
  read.id = text_field(body, "id");
  read.fingerprint = text_field(body, "system_fingerprint");
  read.usage = chat_usage(field(body, "usage"));
  return read;
}

}  // namespace cairn
