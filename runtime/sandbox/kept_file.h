// Puts a file that a program left into a folder of the host.
#pragma once

#include <filesystem>
#include <string>

#include "lang/result.h"

namespace cairn {

// Whether a name stays in the folder that it is a name in.
bool stays_inside(const std::string& name);

// With its mode, read from a descriptor of it. Gives where it stands.
Result<std::filesystem::path> keep_file(int file, const std::filesystem::path& folder,
                                        const std::string& name);

}  // namespace cairn
