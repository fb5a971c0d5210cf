// Syntax trees to a checked program.
#pragma once

#include <string>
#include <vector>

#include "lang/diagnostic.h"
#include "lang/plan.h"
#include "lang/program.h"
#include "lang/syntax.h"

namespace cairn {

class Loader;

// One file of a compilation: the eval first, then what it uses, each once.
struct Module {
  syntax::File file;
  std::string folder;  // Its folder, as a Loader takes it; "" for the eval's own.
  struct Use {
    std::string alias;
    std::size_t module;  // Index of the file used.
    Span at;
  };
  std::vector<Use> uses;
};

// Looks up every name, gives every expression a type, reads the data files and
// checks every field against every item. Reports each mistake and each lint;
// when any error was reported the program must not be run. `bound` becomes the
// data files that were read, with the hash of their bytes; `items` how many
// items will be asked.
program::Program check(const std::vector<Module>& modules, const Sources& sources,
                       const program::Library& library, Loader& loader, Diagnostics& diagnostics,
                       std::vector<BoundFile>& bound, std::size_t& items);

}  // namespace cairn
