// What an eval would start on its user's machine, and whether the user has allowed exactly
// that.
//
// A file may come from a stranger, so nothing of it runs until its user says so: with
// `--allow-tools`, or at the terminal. For tools the answer is kept by the content of what
// would run, in the user's own folder and not in the project, where a stranger could have put
// it. For programs that run with the user's rights it is kept for one run: they read whatever
// lies beside them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "lang/plan.h"

namespace cairn {

struct StartedPrograms {
  std::vector<const program::Tool*> tools;    // In the sandbox, each after those it needs.
  std::vector<const program::ByTool*> uses;   // What checks hand them.
  std::vector<const program::Model*> models;  // With the user's own rights.
  bool any() const { return !tools.empty() || !models.empty(); }
  bool any_network() const;
};

// Those that the checks of the plan need, and its models: with `asks_answers` the one
// under test too. Borrowed from the plan.
StartedPrograms programs_of(const Plan& plan, bool asks_answers);

// One line a program, as it will be started, with the files it is given. `confined`:
// tools run in a sandbox.
std::string in_words(const StartedPrograms& programs, bool confined = true);

// 32 hexadecimal digits: of commands, files, limits and what checks hand over, everything
// in the eval that decides which tools run. Not of models: what they start lies outside.
std::string content_of(const StartedPrograms& programs);

// What was allowed at the terminal before. Without a home nothing is kept.
class Grants {
 public:
  // `state`: the user's folder of state, such as ~/.local/state; empty: none.
  explicit Grants(std::filesystem::path state);

  bool holds(const std::string& content) const;
  bool add(const std::string& content) const;  // False where it cannot be kept.

 private:
  std::filesystem::path file_;
};

}  // namespace cairn
