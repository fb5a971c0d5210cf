// What a reply that is no answer means: whether to try again, what to tell the
// user, or that it is an answer after all (a refusal by the provider's filter, a
// prompt longer than the model reads). Every codec asks here, so that one status
// means one thing at every provider.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/models/provider.h"

namespace cairn {

// The body as JSON; discarded (`is_discarded()`) when it is none, was cut short, or
// is nested so deeply that walking it could overflow the stack.
nlohmann::ordered_json read_body(std::string_view body);

// Nothing when the reply came whole, with a status of 2xx and with JSON that tells of
// no error: then there is an answer to read. `body` is read_body(reply.body).
std::optional<Decoded> error_in(const HttpReply& reply, const nlohmann::ordered_json& body,
                                const Endpoint& endpoint);

// The same where neither a refusal nor a text cut short can be an answer, as with a
// reward: every error is a failure. Also for a whole reply that lacks what was asked.
CallFailure failure_of(const HttpReply& reply, const Endpoint& endpoint);

// A whole reply of 2xx that lacks `missing` ("an answer", "a score"): worth another try.
CallFailure lacks(const Endpoint& endpoint, std::string_view missing);

// A provider's text as it may be shown: without the key, on one line, at most 200
// characters.
std::string shown_text(std::string_view text, const Endpoint& endpoint);

}  // namespace cairn
