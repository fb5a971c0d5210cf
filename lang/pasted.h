// What documents and chats turn plain characters into: curly quotes, ≤, blanks
// that do not break, full-width colons; and tabs.
//
// Each is reported with a safe fix and read as what is meant, so that it costs
// one message and nothing else. Texts and comments are left alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lang/diagnostic.h"

namespace cairn {

// The text to parse, as long as `text`; nothing if it can be taken as it is.
// Marks that reverse the direction of a line are warned of wherever they stand.
std::optional<std::string> replace_pasted(std::string_view text, FileId id,
                                          Diagnostics& diagnostics);

}  // namespace cairn
