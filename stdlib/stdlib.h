// The standard library: `.eval` files built into the program, and the C++
// functions they declare.
#pragma once

#include <span>

#include "lang/embedded_file.h"
#include "lang/program.h"

namespace cairn {

// The files of stdlib/*.eval as they stand.
std::span<const EmbeddedFile> stdlib_files();

// Every native, in order of name.
NativeTable natives();

// Parses and checks the embedded files, once. They are tested, so a mistake here
// is a defect of cairn and stops the program.
const program::Library& standard_library();

// The same, with the examples of each function.
const program::Library& standard_library_with_examples();

}  // namespace cairn
