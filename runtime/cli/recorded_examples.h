// What recorded answers say of a check's examples, for commands that run nothing else.
#pragma once

#include <optional>
#include <string>

#include "lang/compile.h"
#include "lang/data/loader.h"
#include "runtime/cli/terminal.h"
#include "runtime/evidence/trust.h"

namespace cairn {

struct ExamplesFile {
  RecordedExamples examples;
  std::string path;  // Empty if no file is named.
};

// `typed`: of `--answers`; empty: the file that the eval names, if it names one.
// Nothing, after saying why, if the file or a row of an example is wrong.
std::optional<ExamplesFile> recorded_examples(const Compilation& compiled, const std::string& path,
                                              const std::string& typed, Loader& loader,
                                              const Terminal& terminal);

}  // namespace cairn
