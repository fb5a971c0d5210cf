// Reads the logs that `cairn runs` speaks of: their ends to list them, all of some to say
// what items and labels have to do with the score.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lang/data/loader.h"
#include "runtime/history/found_runs.h"

namespace cairn {

// Oldest first; of one eval, or of all if `eval` is empty. `here`: the folder from which
// they will be named in commands.
std::vector<PastRun> read_past_runs(const std::filesystem::path& project, std::string_view eval,
                                    const std::filesystem::path& here);

// Reads the newest comparable runs of the eval, 20 at most. Leaves `found` as it is where
// there is one run whose items have one answer each: that says nothing.
void add_saturation(FoundRuns& found, Loader& loader);

// All labels that some run has.
std::set<std::string> labels_of(const std::vector<PastRun>& runs);

// Those with a value of it. A label that no run has may be `model` or `prompt`.
std::vector<PastRun> runs_with_label(const std::vector<PastRun>& runs, std::string_view label);

// REQUIRES: `found.runs` are of one eval, and one that ended has the label. Fails if none
// of them can be read.
Result<FoundByLabel> read_by_label(const FoundRuns& found, std::string_view label, Loader& loader);

}  // namespace cairn
