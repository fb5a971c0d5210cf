// The messages of a compilation, as every command that compiles shows them.
#pragma once

#include <memory>
#include <string>

#include "lang/compile.h"
#include "lang/data/loader.h"
#include "runtime/cli/terminal.h"

namespace cairn {

// At most 20 in order of position, then how many more.
std::string listed_messages(const Compilation& compiled, const Stream& stream,
                            const Terminal& terminal);

// The same, or a line each, then one line that counts them.
std::string messages(const Compilation& compiled, std::string_view path, bool short_form,
                     const Stream& stream, const Terminal& terminal);

// Reads from the disk; `-` is standard input, as a file of the working folder.
std::unique_ptr<Loader> loader_for(const std::string& path);

// Compiles a file that is to be run or planned: shows mistakes and warnings on
// `err`. Nothing if there is a mistake.
std::unique_ptr<Compilation> compile_or_say(const std::string& path, Loader& loader,
                                            const Terminal& terminal);

}  // namespace cairn
