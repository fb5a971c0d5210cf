// Chooses the codec, and does what all of them need: refuses what no format can say,
// tells what is left out, and takes out what a model refused.
#include <fmt/format.h>

#include <algorithm>

#include "lang/overloaded.h"
#include "runtime/models/codecs.h"
#include "runtime/models/scoring.h"

namespace cairn {
namespace {

// What makes no sense to send, before anything is paid for it.
std::optional<Failure> refused_request(const Request& request, const Provider& provider) {
  if (provider.api == Api::scoring)
    return Failure{
        fmt::format("{} answers no prompts: its models score and compare texts", provider.name)};
  const bool asks =
      std::any_of(request.messages.begin(), request.messages.end(),
                  [](const Message& message) { return message.role != Message::Role::system; });
  if (!asks) return Failure{"there is nothing to answer: the prompt has no `user:` part"};
  if (!request.temperature || !provider.takes_temperature) return std::nullopt;
  if (*request.temperature >= 0 && *request.temperature <= provider.highest_temperature)
    return std::nullopt;
  return Failure{fmt::format("{} takes a `temperature:` from 0 to {}, not {}", provider.name,
                             provider.highest_temperature, *request.temperature)};
}

Result<HttpCall> encode_request(const Request& request, const Endpoint& endpoint) {
  if (auto failure = refused_request(request, *endpoint.provider)) return *std::move(failure);
  switch (endpoint.provider->api) {
    case Api::responses:
      return encode_responses(request, endpoint);
    case Api::anthropic:
      return encode_anthropic(request, endpoint);
    case Api::gemini:
      return encode_gemini(request, endpoint);
    case Api::converse:
      return encode_converse(request, endpoint);
    case Api::chat:
    case Api::scoring:
      break;
  }
  return encode_chat(request, endpoint);
}

Decoded decode_by_api(const HttpReply& reply, const Endpoint& endpoint) {
  switch (endpoint.provider->api) {
    case Api::responses:
      return decode_responses(reply, endpoint);
    case Api::anthropic:
      return decode_anthropic(reply, endpoint);
    case Api::gemini:
      return decode_gemini(reply, endpoint);
    case Api::converse:
      return decode_converse(reply, endpoint);
    case Api::chat:
    case Api::scoring:
      break;
  }
  return decode_chat(reply, endpoint);
}

bool asks_for(const Request& request, std::string_view parameter) {
  if (parameter == "temperature") return request.temperature.has_value();
  if (parameter == "top_p") return request.top_p.has_value();
  if (parameter == "seed") return request.seed.has_value();
  if (parameter == "stop") return !request.stop.empty();
  if (parameter == "effort") return !request.effort.empty();
  if (parameter == "schema") return !request.schema_json.empty();
  if (parameter == "json") return request.json;
  return parameter == "max_tokens" && request.max_tokens.has_value();
}

// Servers name the field, and `response_format` or `output_config` holds more than one
// thing of ours: what the request asks for tells which.
std::string_view parameter_meant(const Request& request, std::string_view parameter) {
  if (asks_for(request, parameter)) return parameter;
  if (parameter != "schema" && parameter != "json") return {};
  for (const std::string_view other : {"schema", "json", "effort"})
    if (asks_for(request, other)) return other;
  return {};
}

Decoded decode_request(const Request& request, const HttpReply& reply, const Endpoint& endpoint) {
  auto decoded = decode_by_api(reply, endpoint);
  auto* failed = std::get_if<CallFailure>(&decoded);
  if (failed == nullptr || failed->kind != CallFailure::Kind::refused_parameter) return decoded;
  failed->parameter = parameter_meant(request, failed->parameter);
  if (failed->parameter.empty()) failed->kind = CallFailure::Kind::bad_request;
  return decoded;
}

std::vector<std::string> lowered_request(const Request& request, const Provider& provider) {
  std::vector<std::string> notes;
  const auto note = [&](std::string_view what) {
    notes.push_back(fmt::format("{} takes no {}", provider.name, what));
  };
  if (!provider.takes_temperature && request.temperature) note("temperature");
  if (!provider.takes_seed && request.seed) note("seed");
  if (!provider.takes_stop && !request.stop.empty()) note("stop texts");
  if (!provider.takes_effort && !request.effort.empty()) note("effort");
  if (!provider.takes_schema && !request.schema_json.empty()) note("schema for a reply");
  const bool only_schemas = provider.api == Api::anthropic || provider.api == Api::converse;
  const bool sends_schema = provider.takes_schema && !request.schema_json.empty();
  if (only_schemas && request.json && !sends_schema)
    notes.push_back(fmt::format("{} cannot be told to reply in JSON{}", provider.name,
                                provider.takes_schema ? " without a schema" : ""));
  if (provider.api == Api::anthropic && !request.max_tokens)
    notes.push_back(
        fmt::format("{} must be told the longest answer: {} tokens, unless "
                    "`max tokens:` says otherwise",
                    provider.name, anthropic_max_tokens));
  return notes;
}

// The other name under which servers know it, once: a model that refuses both would be
// asked for ever.
bool rename_max_tokens(const Request& request, Endpoint& endpoint) {
  const Provider& provider = *endpoint.provider;
  if (!request.max_tokens || provider.api != Api::chat || !endpoint.max_tokens_name.empty())
    return false;
  endpoint.max_tokens_name =
      provider.max_tokens_name == "max_tokens" ? "max_completion_tokens" : "max_tokens";
  return true;
}

}  // namespace

Result<HttpCall> encode(const ModelRequest& request, const Endpoint& endpoint) {
  return std::visit(
      Overloaded{
          [&](const Request& asked) { return encode_request(asked, endpoint); },
          [&](const RewardRequest& asked) { return encode_reward(asked, endpoint); },
          [&](const EmbeddingRequest& asked) { return encode_embedding(asked, endpoint); },
      },
      request);
}

Decoded decode(const ModelRequest& request, const HttpReply& reply, const Endpoint& endpoint) {
  return std::visit(
      Overloaded{
          [&](const Request& asked) { return decode_request(asked, reply, endpoint); },
          [&](const RewardRequest&) { return decode_reward(reply, endpoint); },
          [&](const EmbeddingRequest&) { return decode_embedding(reply, endpoint); },
      },
      request);
}

std::vector<std::string> lowered(const ModelRequest& request, const Provider& provider) {
  const auto* asked = std::get_if<Request>(&request);
  return asked == nullptr ? std::vector<std::string>() : lowered_request(*asked, provider);
}

bool drop_parameter(ModelRequest& request, Endpoint& endpoint, std::string_view parameter) {
  if (std::holds_alternative<RewardRequest>(request) && parameter == "use_activation")
    return !std::exchange(endpoint.older_activation, true);  // By its older name.
  auto* asked = std::get_if<Request>(&request);
  if (asked == nullptr || !asks_for(*asked, parameter)) return false;
  if (parameter == "max_tokens") return rename_max_tokens(*asked, endpoint);
  if (parameter == "temperature") asked->temperature.reset();
  if (parameter == "top_p") asked->top_p.reset();
  if (parameter == "seed") asked->seed.reset();
  if (parameter == "stop") asked->stop.clear();
  if (parameter == "effort") asked->effort.clear();
  if (parameter == "schema") asked->schema_json.clear();
  if (parameter == "json") asked->json = false;
  return true;
}

}  // namespace cairn
