// Google's generateContent: edges.md 1.4. A filtered prompt is a reply of status 200
// without candidates; parts that are thoughts are no part of the answer.
#include "runtime/models/codec_parts.h"
#include "runtime/models/codecs.h"
#include "runtime/models/errors.h"

namespace cairn {
namespace {

Result<WireJson> gemini_parts(const Message& message, const Provider& provider) {
  WireJson parts = WireJson::array();
  for (const auto& media : message.media) {
    if (auto failure = refused_media(media, provider)) return *std::move(failure);
    WireJson data = {{"mimeType", media.mime_type}, {"data", *media.base64}};
    WireJson part;
    part["inlineData"] = std::move(data);
    parts.push_back(std::move(part));
  }
  if (message.text.empty() && !parts.empty()) return parts;
  WireJson text;
  text["text"] = message.text;
  parts.push_back(std::move(text));
  return parts;
}

Result<WireJson> gemini_contents(const Request& request, const Provider& provider) {
  WireJson contents = WireJson::array();
  for (const auto& message : request.messages) {
    if (message.role == Message::Role::system) continue;
    auto parts = gemini_parts(message, provider);
    if (!parts) return parts;
    const auto* role = message.role == Message::Role::assistant ? "model" : "user";
    contents.push_back({{"role", role}, {"parts", *std::move(parts)}});
  }
  return contents;
}

Result<WireJson> gemini_config(const Request& request, const Provider& provider) {
  WireJson config = WireJson::object();
  if (request.temperature) config["temperature"] = *request.temperature;
  if (request.top_p) config["topP"] = *request.top_p;
  if (request.max_tokens) config["maxOutputTokens"] = *request.max_tokens;
  if (!request.stop.empty()) config["stopSequences"] = request.stop;
  if (request.seed) config["seed"] = *request.seed;
  if (!request.effort.empty()) config["thinkingConfig"]["thinkingLevel"] = request.effort;
  auto schema = reply_schema(request, provider);
  if (!schema) return schema;
  if (request.json || !schema->is_null()) config["responseMimeType"] = "application/json";
  if (!schema->is_null()) config["responseJsonSchema"] = *std::move(schema);
  return config;
}

WireJson gemini_tools(const std::vector<OfferedTool>& tools) {
  WireJson declarations = WireJson::array();
  for (const auto& tool : tools) {
    WireJson entry = {{"name", tool.name}};
    if (!tool.description.empty()) entry["description"] = tool.description;
    // `parameters` takes only a part of JSON Schema.
    entry["parametersJsonSchema"] = tool.parameters;
    declarations.push_back(std::move(entry));
  }
  WireJson group;
  group["functionDeclarations"] = std::move(declarations);
  return WireJson::array({std::move(group)});
}

// "models/gemini-2.5-flash" is what Google's own list says.
std::string gemini_path(std::string_view model) {
  constexpr std::string_view folder = "models/";
  if (model.starts_with(folder)) model.remove_prefix(folder.size());
  return "/models/" + url_segment(model) + ":generateContent";
}

// --- the reply --------------------------------------------------------------------

Finish gemini_finish(std::string_view reason) {
  if (reason == "STOP") return Finish::stop;
  if (reason == "MAX_TOKENS") return Finish::length;
  for (const std::string_view filter :
       {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY"})
    if (reason == filter) return Finish::refused;
  return Finish::other;
}

void read_gemini_candidate(const WireJson& candidate, Reply& reply) {
  for (const auto& part : field(field(candidate, "content"), "parts")) {
    if (field(part, "thought") == true) continue;
    reply.text += text_field(part, "text");
    const auto& call = field(part, "functionCall");
    if (!call.is_object()) continue;
    reply.tool_calls.push_back(
        {text_field(call, "id"), text_field(call, "name"), arguments_text(field(call, "args"))});
  }
  reply.finish_detail = text_field(candidate, "finishReason");
  reply.finish = gemini_finish(reply.finish_detail);
  reply.filtered = reply.finish == Finish::refused;
  // Google says STOP also when it calls a function.
  if (!reply.tool_calls.empty() && reply.finish == Finish::stop) reply.finish = Finish::tool_calls;
}

Usage gemini_usage(const WireJson& usage) {
  Usage read;
  read.in = count_sum(
      {count_field(usage, "promptTokenCount"), count_field(usage, "toolUsePromptTokenCount")});
  read.thoughts = count_field(usage, "thoughtsTokenCount");
  read.out = count_sum({count_field(usage, "candidatesTokenCount"), read.thoughts});
  read.cached = count_field(usage, "cachedContentTokenCount");
  return read;
}

}  // namespace

Result<HttpCall> encode_gemini(const Request& request, const Endpoint& endpoint) {
  const Provider& provider = *endpoint.provider;
  WireJson body = WireJson::object();
  if (auto system = system_text(request); !system.empty()) {
    WireJson part;
    part["text"] = std::move(system);
    body["systemInstruction"]["parts"] = WireJson::array({std::move(part)});
  }
  auto contents = gemini_contents(request, provider);
  if (!contents) return contents.error();
  body["contents"] = *std::move(contents);
  const auto tools = offered_tools(request);
  if (!tools) return tools.error();
  if (!tools->empty()) body["tools"] = gemini_tools(*tools);
  auto config = gemini_config(request, provider);
  if (!config) return config.error();
  if (!config->empty()) body["generationConfig"] = *std::move(config);
  return post_json(endpoint, gemini_path(request.model), body);
}

Decoded decode_gemini(const HttpReply& reply, const Endpoint& endpoint) {
  const auto body = read_body(reply.body);
  if (auto error = error_in(reply, body, endpoint)) return *std::move(error);
  Reply read;
  read.model = text_field(body, "modelVersion");
  read.id = text_field(body, "responseId");
  read.usage = gemini_usage(field(body, "usageMetadata"));
  const auto& candidates = field(body, "candidates");
  if (candidates.is_array() && !candidates.empty()) {
    read_gemini_candidate(candidates.front(), read);
    return read;
  }
  read.finish_detail = text_field(field(body, "promptFeedback"), "blockReason");
  if (read.finish_detail.empty()) return lacks(endpoint, "an answer");
  read.finish = Finish::refused;
  read.filtered = true;
  return read;
}

}  // namespace cairn
