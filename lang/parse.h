// Text to syntax tree.
#pragma once

#include "lang/diagnostic.h"
#include "lang/syntax.h"

namespace cairn {

// Normalises the bytes of a file: drops a BOM, CRLF becomes LF. Reports broken
// UTF-8, NUL, a lone CR, and a zip (an Inspect AI log under our ending); the
// text returned is then empty.
SourceFile read_source(std::string path, std::string bytes, FileId id, Diagnostics& diagnostics);

// `passed_over` leaves the examples in blocks out of the tree.
enum class Examples { read, passed_over };

// Parses a whole file. On a mistake, reports it, skips to the next setting or
// block and carries on; the tree holds everything that was sound.
syntax::File parse(const SourceFile& source, FileId id, Diagnostics& diagnostics,
                   Examples examples = Examples::read);

}  // namespace cairn
