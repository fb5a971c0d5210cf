// Which run is gone on with, and whether it can be.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "lang/diagnostic.h"
#include "lang/plan.h"
#include "runtime/run.h"

namespace cairn {

struct ResumedRun {
  std::string id, time;
  std::filesystem::path log;
  std::optional<program::Model> model;  // That it asked for answers.
};

// `named`: a run; empty: the last one of this eval, and of the model that was typed; an
// empty id if that model has none yet. Refuses, by Diagnostics, a run of another plan or
// another model, and says what is another: its replies would answer other questions.
std::optional<ResumedRun> resumed_run(const std::string& named, const Plan& plan,
                                      const RunOptions& options, const RunWorld& world,
                                      Diagnostics& diagnostics);

}  // namespace cairn
