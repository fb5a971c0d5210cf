// Syntax tree to text: the one layout of a `.eval` file.
#pragma once

#include <string>

#include "lang/syntax.h"

namespace cairn {

// Formatting twice gives the same text, every comment stays with what it
// belongs to, and the plan of the file does not change.
// REQUIRES: the file was parsed without an error.
std::string format(const syntax::File& file);

// One expression in one line, as messages and explanations show it.
std::string format(const syntax::Expr& expr);

}  // namespace cairn
