// Messages for programs: JSON of our own, GitHub's annotations, SARIF 2.1.0.
#pragma once

#include <string>
#include <vector>

#include "lang/diagnostic.h"

namespace cairn {

// One file's messages, with the sources they speak of; borrowed.
struct Checked {
  const Diagnostics* diagnostics = nullptr;
  const Sources* sources = nullptr;
};

// {"schema":"cairn.diagnostics/1","errors":2,"warnings":1,"diagnostics":[…]}: byte
// offsets from 0; lines and columns from 1, columns in code points and, under
// "utf16", as editors count. A suggestion is "safe" or "unsafe".
std::string diagnostics_json(const std::vector<Checked>& all);

// Workflow commands. GitHub shows ten errors and ten warnings a step and drops the
// rest without a word, so the tenth says how many there are.
std::string diagnostics_github(const std::vector<Checked>& all);

std::string diagnostics_sarif(const std::vector<Checked>& all);

}  // namespace cairn
