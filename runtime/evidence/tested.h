// The examples of an eval's checks and defines, and how each came out: what
// `cairn test` shows.
#pragma once

#include <string>
#include <vector>

#include "runtime/evidence/trust.h"

namespace cairn {

struct TestedCheck {
  std::string name, title, evidence;  // evidence: "none", "judge", "tool", …
  std::string judge;                  // By name, of a judge's.
  std::vector<ExampleOutcome> outcomes;
  TrustReport trust;
};

struct TestedDefine {
  std::string name;
  std::vector<ExampleOutcome> outcomes;
};

struct Tested {
  std::string file, answers;  // answers: where what judges said was recorded; may be empty.
  std::vector<TestedCheck> checks;
  std::vector<TestedDefine> defines;

  std::size_t count(ExampleOutcome::Came came) const;
  // 1: an example came out wrong; 3: something is untested; else 0.
  int exit_code() const;
};

// REQUIRES: the program was checked without an error. It may have no eval.
Tested tested(const program::Program& program, const RecordedExamples& examples,
              const program::Library& library);

// The program's checks and all they name, as a plan without items or hashes: what
// the examples of a file without an eval need.
Plan examples_plan(const program::Program& program);

}  // namespace cairn
