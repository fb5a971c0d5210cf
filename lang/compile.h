// From the path of a `.eval` to a checked program: the one way in for the
// command line, tests and editors.
#pragma once

#include <optional>
#include <string>

#include "lang/check.h"
#include "lang/parse.h"
#include "lang/plan.h"

namespace cairn {

struct Compilation {
  Sources sources;
  std::vector<Module> modules;
  program::Program program;
  std::vector<BoundFile> bound;  // Data files read, with the hash of their bytes.
  std::size_t items = 0;
  Diagnostics diagnostics;
};

// Reads the file and what it uses through the loader, parses, checks. Free
// examples (of checks without evidence) run here, as language.md section 4 says.
Compilation compile(const std::string& path, Loader& loader, const program::Library& library);

// The library itself: files that hold only `native` and `define` blocks. Their examples
// are half of the work, and needed only by those who show or test them.
program::Library compile_library(const Sources& sources, NativeTable natives,
                                 Diagnostics& diagnostics, Examples examples);

}  // namespace cairn
