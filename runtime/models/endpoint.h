// From the name of a model ("openai/gpt-4o") to where and with which key it is asked.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "runtime/models/provider.h"

namespace cairn {

// A variable of the environment; empty: it is not set.
using Environment = std::function<std::string(std::string_view name)>;

// `base_url` and `key_variable` are what the file says, empty if it says nothing. Fails
// with what to set or to write: an unknown provider, no address, an address that holds
// a password, no key. A key goes over plain http only to this machine or to an
// address that the user wrote.
Result<Endpoint> endpoint_of(std::string_view id, std::string_view base_url,
                             std::string_view key_variable, const Environment& environment);

// "anthropic/claude-sonnet-4" of "openrouter/anthropic/claude-sonnet-4".
std::string_view model_of(std::string_view id);

}  // namespace cairn
