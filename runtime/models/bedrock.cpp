// Amazon Bedrock's Converse, with a bearer token: edges.md 1.5. Requests are not
// signed (SigV4): libcurl 7.88 signs the escaped names of models wrongly.
#include <algorithm>

#include "runtime/models/codec_parts.h"
#include "runtime/models/codecs.h"
#include "runtime/models/errors.h"

namespace cairn {
namespace {

struct ConverseFormat {
  MediaKind kind;
  std::string_view mime_type, name;
};

constexpr ConverseFormat converse_formats[] = {
    {MediaKind::image, "image/png", "png"},          {MediaKind::image, "image/jpeg", "jpeg"},
    {MediaKind::image, "image/gif", "gif"},          {MediaKind::image, "image/webp", "webp"},
    {MediaKind::document, "application/pdf", "pdf"}, {MediaKind::document, "text/plain", "txt"},
    {MediaKind::document, "text/csv", "csv"},        {MediaKind::document, "text/html", "html"},
    {MediaKind::document, "text/markdown", "md"},    {MediaKind::video, "video/mp4", "mp4"},
    {MediaKind::video, "video/quicktime", "mov"},    {MediaKind::video, "video/webm", "webm"},
    {MediaKind::video, "video/x-matroska", "mkv"},   {MediaKind::video, "video/mpeg", "mpeg"},
};

std::string_view formats_taken(MediaKind kind) {
  switch (kind) {
    case MediaKind::image:
      return "PNG, JPEG, GIF or WebP";
    case MediaKind::video:
      return "MP4, MOV, WebM, MKV or MPEG";
    case MediaKind::audio:
    case MediaKind::document:
      break;
  }
  return "PDF, text, CSV, HTML or Markdown";
}

// Amazon permits few characters in a document's name, and reads it as part of the prompt.
std::string converse_name(const MediaPart& part) {
  std::string name;
  for (const char c : part.name.substr(0, part.name.rfind('.'))) {
    const bool permitted =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (permitted)
      name += c;
    else if (!name.empty() && name.back() != '-')
      name += '-';
  }
  return name.empty() ? "document" : name;
}

Result<WireJson> converse_media(const MediaPart& part, const Provider& provider) {
  if (auto failure = refused_media(part, provider)) return *std::move(failure);
  const auto* format = std::ranges::find_if(converse_formats, [&](const ConverseFormat& one) {
    return one.kind == part.kind && one.mime_type == part.mime_type;
  });
  if (format == std::end(converse_formats))
    return refused_format(part, provider, formats_taken(part.kind));
  WireJson media = {{"format", format->name}};
  if (part.kind == MediaKind::document) media["name"] = converse_name(part);
  media["source"]["bytes"] = *part.base64;
  WireJson block;
  block[std::string(kind_name(part.kind))] = std::move(media);
  return block;
}

WireJson converse_text(std::string text) {
  WireJson block;
  block["text"] = std::move(text);
  return block;
}

// Roles must alternate, so messages of one role that follow each other become one.
std::optional<Failure> add_converse_message(const Message& message, const Provider& provider,
                                            WireJson& messages) {
  const auto role = role_name(message.role);
  if (messages.empty() || messages.back()["role"] != role)
    messages.push_back({{"role", role}, {"content", WireJson::array()}});
  auto& content = messages.back()["content"];
  for (const auto& media : message.media) {
    auto block = converse_media(media, provider);
    if (!block) return block.error();
    content.push_back(*std::move(block));
  }
  if (!message.text.empty() || content.empty()) content.push_back(converse_text(message.text));
  return std::nullopt;
}

WireJson converse_config(const Request& request) {
  WireJson config = WireJson::object();
  if (request.max_tokens) config["maxTokens"] = *request.max_tokens;
  if (request.temperature) config["temperature"] = *request.temperature;
  if (request.top_p) config["topP"] = *request.top_p;
  if (!request.stop.empty()) config["stopSequences"] = request.stop;
  return config;
}

WireJson converse_tools(const std::vector<OfferedTool>& tools) {
  WireJson list = WireJson::array();
  for (const auto& tool : tools) {
    WireJson spec = {{"name", tool.name}};
    if (!tool.description.empty()) spec["description"] = tool.description;
    spec["inputSchema"]["json"] = tool.parameters;
    WireJson entry;
    entry["toolSpec"] = std::move(spec);
    list.push_back(std::move(entry));
  }
  return list;
}

// --- the reply --------------------------------------------------------------------

Finish converse_finish(std::string_view reason) {
  if (reason == "end_turn" || reason == "stop_sequence") return Finish::stop;
  if (reason == "max_tokens" || reason == "model_context_window_exceeded") return Finish::length;
  if (reason == "tool_use") return Finish::tool_calls;
  if (reason == "guardrail_intervened" || reason == "content_filtered") return Finish::refused;
  return Finish::other;
}

Usage converse_usage(const WireJson& usage) {
  Usage read;
  read.cached = count_field(usage, "cacheReadInputTokens");
  read.in = count_sum({count_field(usage, "inputTokens"), read.cached,
                       count_field(usage, "cacheWriteInputTokens")});
  read.out = count_field(usage, "outputTokens");
  return read;
}

}  // namespace

Result<HttpCall> encode_converse(const Request& request, const Endpoint& endpoint) {
  WireJson body = WireJson::object();
  if (auto system = system_text(request); !system.empty())
    body["system"] = WireJson::array({converse_text(std::move(system))});
  body["messages"] = WireJson::array();
  for (const auto& message : request.messages) {
    if (message.role == Message::Role::system) continue;
    if (auto failure = add_converse_message(message, *endpoint.provider, body["messages"]))
      return *std::move(failure);
  }
  if (auto config = converse_config(request); !config.empty())
    body["inferenceConfig"] = std::move(config);
  const auto tools = offered_tools(request);
  if (!tools) return tools.error();
  if (!tools->empty()) body["toolConfig"]["tools"] = converse_tools(*tools);
  return post_json(endpoint, "/model/" + url_segment(request.model) + "/converse", body);
}

Decoded decode_converse(const HttpReply& reply, const Endpoint& endpoint) {
  const auto body = read_body(reply.body);
  if (auto error = error_in(reply, body, endpoint)) return *std::move(error);
  const auto& message = field(field(body, "output"), "message");
  if (!message.is_object()) return lacks(endpoint, "an answer");

  Reply read;
  for (const auto& block : field(message, "content")) {
    read.text += text_field(block, "text");
    const auto& use = field(block, "toolUse");
    if (!use.is_object()) continue;
    read.tool_calls.push_back({text_field(use, "toolUseId"), text_field(use, "name"),
                               arguments_text(field(use, "input"))});
  }
  read.finish_detail = text_field(body, "stopReason");
  read.finish = converse_finish(read.finish_detail);
  read.filtered = read.finish == Finish::refused;
  read.id = header(reply.headers, "x-amzn-requestid");
  read.usage = converse_usage(field(body, "usage"));
  return read;
}

}  // namespace cairn
