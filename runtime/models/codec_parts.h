// What the formats share: the call itself, media, function schemas, and reading
// fields that may be absent or of another type than the documentation says.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/models/provider.h"

namespace cairn {

using WireJson = nlohmann::ordered_json;

// The call with the endpoint's headers and key.
HttpCall post_json(const Endpoint& endpoint, std::string_view path, const WireJson& body);

// One segment of an address, with everything but letters, digits and "-._~" escaped.
std::string url_segment(std::string_view text);

// The system messages as one: some servers take only one, and Anthropic, Google and
// Amazon have one place for it.
std::string system_text(const Request& request);

std::string_view role_name(Message::Role role);
std::string_view kind_name(MediaKind kind);
bool takes(const Provider& provider, MediaKind kind);

// "data:image/png;base64,…"
std::string data_url(const MediaPart& part);

// A part that the provider's row does not list, or that was never read; nothing if it
// can be shown.
std::optional<Failure> refused_media(const MediaPart& part, const Provider& provider);

// "anthropic takes no ogg audio (`a.ogg`); convert it to wav or mp3"
Failure refused_format(const MediaPart& part, const Provider& provider, std::string_view takes);

struct OfferedTool {
  std::string name, description;
  WireJson parameters;  // A JSON Schema of an object.
};
Result<std::vector<OfferedTool>> offered_tools(const Request& request);

// The schema, or null if none is asked for or the provider takes none.
Result<WireJson> reply_schema(const Request& request, const Provider& provider);
// Its name, of the characters that servers permit.
std::string schema_name(const Request& request);

// Null for a field that is not there, also when `value` is no object.
const WireJson& field(const WireJson& value, std::string_view name);
std::string text_field(const WireJson& value, std::string_view name);
std::optional<long long> count_field(const WireJson& value, std::string_view name);
// The sum of those that are there.
std::optional<long long> count_sum(std::initializer_list<std::optional<long long>> counts);

// Arguments as text, whether a server sends an object or the text of one.
std::string arguments_text(const WireJson& arguments);

}  // namespace cairn
