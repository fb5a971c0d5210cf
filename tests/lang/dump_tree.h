// A syntax tree as text, for tests: everything a file says, and every comment
// with its place if wished, but nothing of how it was laid out.
#pragma once

#include <string>

#include "lang/syntax.h"

namespace cairn {

enum class Comments { kept, left_out };

std::string dump_tree(const syntax::File& file, Comments comments);

}  // namespace cairn
