#include "stdlib/stdlib.h"

#include <cstdio>
#include <cstdlib>

#include "lang/compile.h"

namespace cairn {

const program::Library& standard_library() {
  static const program::Library library = [] {
    Sources sources;
    for (const auto& file : stdlib_files())
      sources.add(SourceFile("stdlib/" + std::string(file.name), std::string(file.text)));
    Diagnostics diagnostics;
    auto made = compile_library(sources, natives(), diagnostics);
    for (const auto& one : diagnostics.all()) {
      const auto [line, column] = sources[one.at.file].locate(one.at.begin);
      std::fprintf(stderr, "%s:%d:%d: %s\n", sources[one.at.file].path().c_str(), line, column,
                   one.message.c_str());
    }
    if (diagnostics.any_errors()) std::abort();
    return made;
  }();
  return library;
}

}  // namespace cairn
