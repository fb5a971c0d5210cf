// Base64 back to bytes: for text documents, which Anthropic wants as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cairn {

// Nothing if it is none. Line breaks are not expected: what is read was written here.
std::optional<std::string> from_base64(std::string_view base64);

}  // namespace cairn
