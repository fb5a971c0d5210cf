// The folder of runs: `.cairn/runs/<time>-<eval>-<id>/run.jsonl` in the project.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "lang/result.h"

namespace cairn {

struct RunEntry {
  std::string id, eval, time;  // time: 20261124T164000Z
  std::filesystem::path log;
};

// Eight hexadecimal digits, never used before.
std::string new_run_id();
// "2026-11-24T16:40:00Z"
std::string time_now();

// Where the log of a new run goes.
std::filesystem::path run_log_path(const std::filesystem::path& project, std::string_view time,
                                   std::string_view eval, std::string_view id);

// Oldest first.
std::vector<RunEntry> runs_of(const std::filesystem::path& project);

// Whether this can only mean a run: `last`, `last~1`, or the first letters of an
// id that there is; not the name of a file.
bool names_a_run(const std::filesystem::path& project, std::string_view named);

// The log of a run that is named by its path (of the log or its folder), by the
// first letters of its id, or as `last` or `last~N`.
Result<std::filesystem::path> find_run(const std::filesystem::path& project,
                                       std::string_view named);

}  // namespace cairn
