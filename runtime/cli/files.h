// The `.eval` files that a command was pointed at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/result.h"
#include "runtime/cli/terminal.h"

namespace cairn {

// Files as they were typed; of folders all `.eval` and `.cairn` files in them,
// in order of name. Nothing, after saying why, if one is not there.
std::optional<std::vector<std::string>> eval_files(const std::vector<std::string>& paths,
                                                   const Terminal& terminal);

// Likewise, for commands that run evals: a file of a folder without an `eval` is
// a library for `use`, and is passed over.
std::optional<std::vector<std::string>> runnable_files(const std::vector<std::string>& paths,
                                                       const Terminal& terminal);

Result<std::string> read_file(const std::string& path);
// Beside it first, then renamed over it: a full disk costs nothing.
Result<std::size_t> write_file(const std::string& path, std::string_view text);
std::string read_standard_input();

}  // namespace cairn
