// What `cairn test` found, for people and as JSON.
#pragma once

#include <string>

#include "runtime/evidence/tested.h"
#include "runtime/report/terminal.h"

namespace cairn {

std::string report(const Tested& tested, const ReportStyle& style);

// {"schema":"cairn.test/1", …}; several files: {"schema":"cairn.tests/1","files":[…]}.
std::string to_json(const std::vector<Tested>& all);

}  // namespace cairn
