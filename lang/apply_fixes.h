// What `cairn check --fix` does: the safe changes, made in the text.
#pragma once

#include <string>

#include "lang/diagnostic.h"

namespace cairn {

struct Fixed {
  std::string text;
  std::size_t changes = 0;  // Fixes made; those that overlap an earlier one wait for the next turn.
};

// Of each message the first safe fix that concerns `file` alone.
Fixed apply_safe_fixes(const SourceFile& source, FileId file, const Diagnostics& diagnostics);

}  // namespace cairn
