// Everything a run needs to start tools: the permission, a sandbox that works, programs
// that are there, the store of results.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "runtime/run.h"
#include "runtime/tools/tool_runner.h"

namespace cairn {

struct ToolPlace {
  std::string run;                // The run's id.
  std::filesystem::path journal;  // Of results that later runs must not take.
  bool resumed = false;
};

// Null: no check needs a tool. Nothing after it was reported why tools cannot run: they are
// not allowed, no sandbox works here, a program is not installed.
std::optional<std::unique_ptr<ToolRunner>> open_tools(const Plan& plan, const RunOptions& options,
                                                      const RunWorld& world, const ToolPlace& place,
                                                      Diagnostics& diagnostics);

}  // namespace cairn
