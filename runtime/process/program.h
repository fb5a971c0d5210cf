// Runs a program of the user's own and reads what it prints: `model { run: … }`.
//
// It runs with the user's rights and environment, in the folder of the eval, and is no
// sandbox; `--allow-tools` is the permission. No descriptor but the three of its own is
// open in it. What runs too long is killed with everything it started.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lang/result.h"

namespace cairn {

struct EndedProgram {
  int exit_code = 0;  // 128 + the signal that ended it.
  bool timed_out = false;
  bool cut = false;  // It printed more than `most_output`.
  std::string output, errors;
  double seconds = 0;
};

struct ProgramCall {
  std::vector<std::string> words;  // The program, found in PATH, and its arguments.
  std::string input;
  std::filesystem::path folder;
  double timeout_seconds = 600;
  std::size_t most_output = 8'000'000;  // Bytes of each stream; what is more is read and dropped.
};

// Waits for its end. Fails where it cannot be started.
Result<EndedProgram> run_program(const ProgramCall& call);

}  // namespace cairn
