// In which language a text is written. Documented where it is declared:
// stdlib/reading.eval.
#pragma once

#include <cstdio>  // CLD2's header, which comes after this one, needs it and does without.

#include "stdlib/native.h"

namespace cairn {

// A BCP 47 tag such as "en", by CLD2; missing when it is not sure.
Found<std::string> language(std::string_view text);

}  // namespace cairn
