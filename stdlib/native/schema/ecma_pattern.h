// Regular expressions as JSON Schema writes them (ECMA-262), for RE2.
#pragma once

#include <string>
#include <string_view>

namespace cairn::schema {

// The same pattern in RE2's spelling. What RE2 cannot do is left as it is, so that
// compiling it says so.
std::string re2_spelling(std::string_view ecma);

}  // namespace cairn::schema
