// The formats that models are asked in: one pair of functions and one file each.
// codec.cpp chooses; nothing else should call these.
#pragma once

#include "runtime/models/provider.h"

namespace cairn {

Result<HttpCall> encode_chat(const Request& request, const Endpoint& endpoint);
Decoded decode_chat(const HttpReply& reply, const Endpoint& endpoint);

Result<HttpCall> encode_responses(const Request& request, const Endpoint& endpoint);
Decoded decode_responses(const HttpReply& reply, const Endpoint& endpoint);

Result<HttpCall> encode_anthropic(const Request& request, const Endpoint& endpoint);
Decoded decode_anthropic(const HttpReply& reply, const Endpoint& endpoint);

Result<HttpCall> encode_gemini(const Request& request, const Endpoint& endpoint);
Decoded decode_gemini(const HttpReply& reply, const Endpoint& endpoint);

Result<HttpCall> encode_converse(const Request& request, const Endpoint& endpoint);
Decoded decode_converse(const HttpReply& reply, const Endpoint& endpoint);

// Anthropic wants a largest answer to be named; this one is, when the file names none.
constexpr long long anthropic_max_tokens = 4096;

}  // namespace cairn
