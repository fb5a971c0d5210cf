// The standard library: `.eval` files built into the program, and the C++
// functions they declare.
#pragma once

#include <span>

#include "lang/program.h"
#include "lang/source.h"

namespace cairn {

struct EmbeddedFile {
  std::string_view name;  // "text.eval"
  std::string_view text;
};

// The files of stdlib/*.eval as they stand.
std::span<const EmbeddedFile> stdlib_files();

// Every native, in order of name.
NativeTable natives();

// Parses and checks the embedded files, once. They are tested, so a mistake here
// is a defect of cairn and stops the program.
const program::Library& standard_library();

}  // namespace cairn
