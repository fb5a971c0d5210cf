// Why a text is no JSON, in words: for parse_json only, once reading has failed.
#pragma once

#include <optional>
#include <string_view>

#include "lang/data/json.h"

namespace cairn {

// The first mistake against the grammar; nothing if there is none.
std::optional<JsonMistake> json_mistake(std::string_view text);

}  // namespace cairn
