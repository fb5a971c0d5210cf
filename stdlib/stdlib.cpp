#include "stdlib/stdlib.h"

#include <cstdio>
#include <cstdlib>

#include "lang/compile.h"

namespace cairn {

namespace {

program::Library compiled(Examples examples) {
  Sources sources;
  for (const auto& file : stdlib_files())
    sources.add(SourceFile("stdlib/" + std::string(file.name), std::string(file.text)));
  Diagnostics diagnostics;
  auto made = compile_library(sources, natives(), diagnostics, examples);
  for (const auto& one : diagnostics.all()) {
    const auto [line, column] = sources[one.at.file].locate(one.at.begin);
    std::fprintf(stderr, "%s:%d:%d: %s\n", sources[one.at.file].path().c_str(), line, column,
                 one.message.c_str());
  }
  if (diagnostics.any_errors()) std::abort();
  return made;
}

}  // namespace

const program::Library& standard_library() {
  static const program::Library library = compiled(Examples::passed_over);
  return library;
}

const program::Library& standard_library_with_examples() {
  static const program::Library library = compiled(Examples::read);
  return library;
}

}  // namespace cairn
