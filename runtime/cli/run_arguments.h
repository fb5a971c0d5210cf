// The options of `cairn run`, read and held against what they may be.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "runtime/asking/asking_run.h"
#include "runtime/cli/command.h"
#include "runtime/run.h"
#include "runtime/tools/tool_runner.h"

namespace cairn {

// Nothing after saying what is wrong.
std::optional<RunOptions> options_of(const CommandLine& typed, const Terminal& terminal);

// Keys, addresses and the user's own prices, as this process has them.
Environment process_environment();
std::string own_price_file(const std::filesystem::path& project);

// Who can be asked by commands that keep no run: judges, reward models, embeddings. Null
// where nobody can. Mistakes of price files and the like are reported.
std::unique_ptr<AskingRun> asking_for(const Plan& plan, const RunOptions& options, Loader& loader,
                                      const std::filesystem::path& project,
                                      Diagnostics& diagnostics);

// Likewise what starts tools. Null where the plan needs none, or they are not allowed.
std::unique_ptr<ToolRunner> tools_for(const Plan& plan, const RunOptions& options, Loader& loader,
                                      const std::filesystem::path& project,
                                      Diagnostics& diagnostics);

}  // namespace cairn
