// Whether OpenAI's strict mode takes a schema as it stands: every object is closed,
// every property required, and only some words are known. Others are sent as they
// are, not strict, rather than changed: the user's schema is what the reply is held to.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace cairn {

bool is_strict_schema(const nlohmann::ordered_json& schema);

}  // namespace cairn
