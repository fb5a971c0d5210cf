// What the codecs of rewards and of embeddings share.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "runtime/http/call.h"
#include "runtime/models/provider.h"
#include "runtime/models/request.h"

namespace cairn {

// With the base URL without "/v1" at its end: for what stands beside the OpenAI routes.
Endpoint at_server_root(const Endpoint& endpoint);

// Why a whole reply is of no use: "vllm gave …", of this request alone.
CallFailure useless_reply(const Endpoint& endpoint, std::string_view what);

// Nothing if the reply came whole, is fine, and `body`, its JSON, can be read. JSON
// with NaN in it is none, and would be none when asked again.
std::optional<CallFailure> scoring_error(const HttpReply& reply, const nlohmann::ordered_json& body,
                                         const Endpoint& endpoint);

// Model, id and the tokens read; written are none.
Reply scored_reply(const nlohmann::ordered_json& body, double number);

}  // namespace cairn
