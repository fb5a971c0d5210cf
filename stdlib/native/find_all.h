// Every match of a regular expression.
#pragma once

#include "stdlib/native.h"

namespace cairn {

// No group in the pattern: the matches; one: what the group matched; more: missing,
// with the reason.
Found<Texts> find_all(std::string_view passage, std::string_view pattern);

// Compiles a constant pattern once; a bad one, or one with two groups, is refused.
Result<std::unique_ptr<PreparedNative>> prepare_find_all(Arguments constants);

}  // namespace cairn
