// Anthropic's Messages: edges.md 1.3. It takes no seed, no audio and no video, and
// no "any JSON": only a schema.
#include "runtime/models/base64.h"
#include "runtime/models/codec_parts.h"
#include "runtime/models/codecs.h"
#include "runtime/models/errors.h"

namespace cairn {
namespace {

WireJson claude_base64(std::string_view type, const MediaPart& part) {
  return {{"type", type},
          {"source", {{"type", "base64"}, {"media_type", part.mime_type}, {"data", *part.base64}}}};
}

Result<WireJson> claude_document(const MediaPart& part, const Provider& provider) {
  if (part.mime_type == "application/pdf") return claude_base64("document", part);
  if (!part.mime_type.starts_with("text/"))
    return refused_format(part, provider, "PDF or plain text");
  auto text = from_base64(*part.base64);
  if (!text) return Failure{"the document `" + part.name + "` could not be read"};
  WireJson source = {{"type", "text"}, {"media_type", "text/plain"}, {"data", *std::move(text)}};
  return WireJson{{"type", "document"}, {"title", part.name}, {"source", std::move(source)}};
}

Result<WireJson> claude_media(const MediaPart& part, const Provider& provider) {
  if (auto failure = refused_media(part, provider)) return *std::move(failure);
  if (part.kind == MediaKind::document) return claude_document(part, provider);
  for (const std::string_view type : {"image/png", "image/jpeg", "image/gif", "image/webp"})
    if (part.mime_type == type) return claude_base64("image", part);
  return refused_format(part, provider, "PNG, JPEG, GIF or WebP");
}

Result<WireJson> claude_content(const Message& message, const Provider& provider) {
  if (message.media.empty()) return WireJson(message.text);
  WireJson parts = WireJson::array();
  for (const auto& media : message.media) {
    auto part = claude_media(media, provider);
    if (!part) return part;
    parts.push_back(*std::move(part));
  }
  if (!message.text.empty()) parts.push_back({{"type", "text"}, {"text", message.text}});
  return parts;
}

Result<WireJson> claude_messages(const Request& request, const Provider& provider) {
  WireJson messages = WireJson::array();
  for (const auto& message : request.messages) {
    if (message.role == Message::Role::system) continue;
    auto content = claude_content(message, provider);
    if (!content) return content;
    messages.push_back({{"role", role_name(message.role)}, {"content", *std::move(content)}});
  }
  return messages;
}

WireJson claude_tools(const std::vector<OfferedTool>& tools) {
  WireJson list = WireJson::array();
  for (const auto& tool : tools) {
    WireJson entry = {{"name", tool.name}};
    if (!tool.description.empty()) entry["description"] = tool.description;
    entry["input_schema"] = tool.parameters;
    list.push_back(std::move(entry));
  }
  return list;
}

void add_claude_parameters(const Request& request, WireJson& body) {
  if (request.temperature) body["temperature"] = *request.temperature;
  if (request.top_p) body["top_p"] = *request.top_p;
  if (!request.stop.empty()) body["stop_sequences"] = request.stop;
  if (!request.effort.empty()) body["output_config"]["effort"] = request.effort;
}

// --- the reply --------------------------------------------------------------------

// `pause_turn` and what comes after this was written are `other`.
Finish claude_finish(std::string_view reason) {
  if (reason == "end_turn" || reason == "stop_sequence") return Finish::stop;
  if (reason == "max_tokens" || reason == "model_context_window_exceeded") return Finish::length;
  if (reason == "tool_use") return Finish::tool_calls;
  if (reason == "refusal") return Finish::refused;
  return Finish::other;
}

// What was read from the cache and written to it was read too.
Usage claude_usage(const WireJson& usage) {
  Usage read;
  read.cached = count_field(usage, "cache_read_input_tokens");
  read.in = count_sum({count_field(usage, "input_tokens"), read.cached,
                       count_field(usage, "cache_creation_input_tokens")});
  read.out = count_field(usage, "output_tokens");
  read.thoughts = count_field(field(usage, "output_tokens_details"), "thinking_tokens");
  return read;
}

}  // namespace

Result<HttpCall> encode_anthropic(const Request& request, const Endpoint& endpoint) {
  const Provider& provider = *endpoint.provider;
  WireJson body = {{"model", request.model},
                   {"max_tokens", request.max_tokens.value_or(anthropic_max_tokens)}};
  if (auto system = system_text(request); !system.empty()) body["system"] = system;
  auto messages = claude_messages(request, provider);
  if (!messages) return messages.error();
  body["messages"] = *std::move(messages);
  add_claude_parameters(request, body);
  auto schema = reply_schema(request, provider);
  if (!schema) return schema.error();
  if (!schema->is_null())
    body["output_config"]["format"] = {{"type", "json_schema"}, {"schema", *std::move(schema)}};
  const auto tools = offered_tools(request);
  if (!tools) return tools.error();
  if (!tools->empty()) body["tools"] = claude_tools(*tools);
  auto call = post_json(endpoint, "/v1/messages", body);
  call.headers.push_back({"anthropic-version", "2023-06-01"});
  return call;
}

Decoded decode_anthropic(const HttpReply& reply, const Endpoint& endpoint) {
  const auto body = read_body(reply.body);
  if (auto error = error_in(reply, body, endpoint)) return *std::move(error);
  const auto& content = field(body, "content");
  if (!content.is_array()) return lacks(endpoint, "an answer");

  Reply read;
  for (const auto& part : content) {
    const auto type = text_field(part, "type");
    if (type == "text") read.text += text_field(part, "text");
    if (type == "tool_use")
      read.tool_calls.push_back(
          {text_field(part, "id"), text_field(part, "name"), arguments_text(field(part, "input"))});
  }
  read.finish_detail = text_field(body, "stop_reason");
  read.finish = claude_finish(read.finish_detail);
  // "refusal" is said by the classifiers beside the model, and cuts its text off.
  read.filtered = read.finish == Finish::refused;
  read.too_long = read.finish_detail == "model_context_window_exceeded" && read.text.empty();
  read.model = text_field(body, "model");
  read.id = text_field(body, "id");
  read.usage = claude_usage(field(body, "usage"));
  return read;
}

}  // namespace cairn
