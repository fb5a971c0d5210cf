// OpenAI's Responses API: edges.md 1.2. It takes no seed and no stop texts.
#include <fmt/format.h>

#include "runtime/models/codec_parts.h"
#include "runtime/models/codecs.h"
#include "runtime/models/errors.h"
#include "runtime/models/strict_schema.h"

namespace cairn {
namespace {

Result<WireJson> responses_content(const Message& message, const Provider& provider) {
  if (message.media.empty()) return WireJson(message.text);
  WireJson parts = WireJson::array();
  for (const auto& media : message.media) {
    if (auto failure = refused_media(media, provider)) return *std::move(failure);
    if (media.kind == MediaKind::image)
      parts.push_back(
          {{"type", "input_image"}, {"image_url", data_url(media)}, {"detail", "auto"}});
    else
      parts.push_back(
          {{"type", "input_file"}, {"file_data", data_url(media)}, {"filename", media.name}});
  }
  if (!message.text.empty()) parts.push_back({{"type", "input_text"}, {"text", message.text}});
  return parts;
}

Result<WireJson> responses_input(const Request& request, const Provider& provider) {
  WireJson input = WireJson::array();
  for (const auto& message : request.messages) {
    if (message.role == Message::Role::system) continue;
    auto content = responses_content(message, provider);
    if (!content) return content;
    input.push_back({{"role", role_name(message.role)}, {"content", *std::move(content)}});
  }
  return input;
}

std::optional<Failure> add_responses_format(const Request& request, const Provider& provider,
                                            WireJson& body) {
  auto schema = reply_schema(request, provider);
  if (!schema) return schema.error();
  if (schema->is_null()) {
    if (request.json) body["text"] = {{"format", {{"type", "json_object"}}}};
    return std::nullopt;
  }
  const bool strict = is_strict_schema(*schema);
  body["text"]["format"] = {{"type", "json_schema"},
                            {"name", schema_name(request)},
                            {"schema", *std::move(schema)},
                            {"strict", strict}};
  return std::nullopt;
}

WireJson responses_tools(const std::vector<OfferedTool>& tools) {
  WireJson list = WireJson::array();
  for (const auto& tool : tools) {
    WireJson entry = {{"type", "function"}, {"name", tool.name}};
    if (!tool.description.empty()) entry["description"] = tool.description;
    entry["parameters"] = tool.parameters;
    entry["strict"] = false;
    list.push_back(std::move(entry));
  }
  return list;
}

// --- the reply --------------------------------------------------------------------

void read_responses_message(const WireJson& message, Reply& reply) {
  for (const auto& part : field(message, "content")) {
    reply.text += text_field(part, "text");
    if (text_field(part, "type") != "refusal") continue;
    reply.text += text_field(part, "refusal");
    reply.finish = Finish::refused;
    reply.finish_detail = "refusal";
  }
}

void read_responses_output(const WireJson& output, Reply& reply) {
  for (const auto& item : output) {
    const auto type = text_field(item, "type");
    if (type == "message") read_responses_message(item, reply);
    if (type != "function_call") continue;
    reply.tool_calls.push_back({text_field(item, "call_id"), text_field(item, "name"),
                                arguments_text(field(item, "arguments"))});
    if (reply.finish == Finish::stop) reply.finish = Finish::tool_calls;
  }
}

void read_responses_stop(const WireJson& body, Reply& reply) {
  const auto reason = text_field(field(body, "incomplete_details"), "reason");
  if (reason.empty()) return;
  reply.finish_detail = reason;
  reply.filtered = reason == "content_filter";
  reply.finish = reply.filtered                  ? Finish::refused
                 : reason == "max_output_tokens" ? Finish::length
                                                 : Finish::other;
}

Usage responses_usage(const WireJson& usage) {
  Usage read;
  read.in = count_field(usage, "input_tokens");
  read.out = count_field(usage, "output_tokens");
  read.cached = count_field(field(usage, "input_tokens_details"), "cached_tokens");
  read.thoughts = count_field(field(usage, "output_tokens_details"), "reasoning_tokens");
  return read;
}

}  // namespace

Result<HttpCall> encode_responses(const Request& request, const Endpoint& endpoint) {
  const Provider& provider = *endpoint.provider;
  WireJson body = {{"model", request.model}};
  if (auto system = system_text(request); !system.empty()) body["instructions"] = system;
  auto input = responses_input(request, provider);
  if (!input) return input.error();
  body["input"] = *std::move(input);
  if (request.max_tokens) body["max_output_tokens"] = *request.max_tokens;
  if (request.temperature) body["temperature"] = *request.temperature;
  if (request.top_p) body["top_p"] = *request.top_p;
  if (!request.effort.empty()) body["reasoning"] = {{"effort", request.effort}};
  if (auto failure = add_responses_format(request, provider, body)) return *std::move(failure);
  const auto tools = offered_tools(request);
  if (!tools) return tools.error();
  if (!tools->empty()) body["tools"] = responses_tools(*tools);
  body["store"] = false;  // Otherwise OpenAI keeps every answer for 30 days.
  return post_json(endpoint, "/responses", body);
}

// A `status` of "failed" comes with an `error`, which error_in() reads.
Decoded decode_responses(const HttpReply& reply, const Endpoint& endpoint) {
  const auto body = read_body(reply.body);
  if (auto error = error_in(reply, body, endpoint)) return *std::move(error);
  const auto status = text_field(body, "status");
  const bool whole = status.empty() || status == "completed" || status == "incomplete";
  if (!whole) return lacks(endpoint, fmt::format("an answer (`{}`)", shown_text(status, endpoint)));
  const auto& output = field(body, "output");
  if (!output.is_array()) return lacks(endpoint, "an answer");

  Reply read;
  read.finish_detail = status;
  read_responses_output(output, read);
  read_responses_stop(body, read);
  read.model = text_field(body, "model");
  read.id = text_field(body, "id");
  read.usage = responses_usage(field(body, "usage"));
  return read;
}

}  // namespace cairn
