// What differs between two runs besides their answers: their definitions, which checks
// count, how their answers came about.
#pragma once

#include <vector>

#include "runtime/compare/comparison.h"

namespace cairn {

// Those that break the score first.
std::vector<DefinitionChange> run_changes(const LoggedRun& before, const LoggedRun& after);

// The first of what makes the scores not comparable, and how many more there are; empty
// if nothing does.
std::string why_scored_otherwise(const std::vector<DefinitionChange>& changes);

}  // namespace cairn
