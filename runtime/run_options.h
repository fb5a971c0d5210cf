// What the command line changes about a plan before it runs.
#pragma once

#include <optional>
#include <string>

#include "lang/diagnostic.h"
#include "lang/plan.h"
#include "runtime/run.h"

namespace cairn {

struct PlannedRun {
  Plan plan;  // With `--only` and `--seed`; hashed anew.
  std::vector<std::string> notes;
};

// Nothing if `--only` names a check that is none.
std::optional<PlannedRun> plan_for(const Plan& plan, const RunOptions& options,
                                   Diagnostics& diagnostics);

}  // namespace cairn
