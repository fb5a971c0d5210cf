#include "runtime/models/scoring_parts.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "runtime/models/codec_parts.h"
#include "runtime/models/errors.h"

namespace cairn {
namespace {

using nlohmann::ordered_json;

// OpenAI and vLLM count `prompt_tokens`, Jina only the total; here they are the same.
std::optional<long long> tokens_read(const ordered_json& body) {
  const auto& usage = field(body, "usage");
  const auto prompt = count_field(usage, "prompt_tokens");
  return prompt ? prompt : count_field(usage, "total_tokens");
}

}  // namespace

Endpoint at_server_root(const Endpoint& endpoint) {
  Endpoint root = endpoint;
  constexpr std::string_view version = "/v1";
  if (root.base_url.ends_with(version)) root.base_url.resize(root.base_url.size() - version.size());
  return root;
}

CallFailure useless_reply(const Endpoint& endpoint, std::string_view what) {
  return {.kind = CallFailure::Kind::bad_request,
          .what = fmt::format("{} gave {}", endpoint.provider->name, what),
          .parameter = {}};
}

std::optional<CallFailure> scoring_error(const HttpReply& reply, const ordered_json& body,
                                         const Endpoint& endpoint) {
  const bool whole = reply.broken == Broken::no && reply.status >= 200 && reply.status < 300;
  if (whole && body.is_discarded())
    for (const std::string_view word : {"NaN", "Infinity"})
      if (reply.body.find(word) != std::string::npos)
        return useless_reply(endpoint,
                             fmt::format("{} where a number should be: the model cannot score "
                                         "this text",
                                         word));
  if (error_in(reply, body, endpoint)) return failure_of(reply, endpoint);
  return std::nullopt;
}

Reply scored_reply(const ordered_json& body, double number) {
  Reply reply;
  reply.number = number;
  reply.model = text_field(body, "model");
  reply.id = text_field(body, "id");
  reply.usage.in = tokens_read(body);
  if (reply.usage.in) reply.usage.out = 0;
  return reply;
}

}  // namespace cairn
