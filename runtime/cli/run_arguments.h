// The options of `cairn run`, read and held against what they may be.
#pragma once

#include <optional>

#include "runtime/cli/command.h"
#include "runtime/run.h"

namespace cairn {

// Nothing after saying what is wrong.
std::optional<RunOptions> options_of(const CommandLine& typed, const Terminal& terminal);

// Keys, addresses and the user's own prices, as this process has them.
Environment process_environment();
std::string own_price_file(const std::filesystem::path& project);

}  // namespace cairn
