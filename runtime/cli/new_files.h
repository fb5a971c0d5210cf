// The files that `cairn new` writes, built into the program from runtime/cli/new.
#pragma once

#include <span>

#include "stdlib/stdlib.h"

namespace cairn {

// `my_eval` in a name or a text stands for the name that was typed; `dot.x` is `.x`.
std::span<const EmbeddedFile> new_files();

}  // namespace cairn
