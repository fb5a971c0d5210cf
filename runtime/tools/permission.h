// What an eval would start on its user's machine, and whether the user has allowed exactly
// that.
//
// A file may come from a stranger, so nothing of it runs until its user says so: with
// `--allow-tools`, or once at the terminal. The answer is kept by the content of what would
// run, in the user's own folder and not in the project, where a stranger could have put it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "lang/plan.h"

namespace cairn {

struct StartedPrograms {
  std::vector<const program::Tool*> tools;    // In the sandbox, each after those it needs.
  std::vector<const program::Model*> models;  // With the user's own rights.
  bool any() const { return !tools.empty() || !models.empty(); }
  bool any_network() const;
};

// Those that the checks of the plan and its models need.
StartedPrograms programs_of(const Plan& plan);

// One line a program, as it will be started.
std::string in_words(const StartedPrograms& programs);

// 32 hexadecimal digits: of commands, files, limits, everything that decides what runs.
std::string content_of(const StartedPrograms& programs);

// What was allowed at the terminal before. Without a home nothing is kept.
class Grants {
 public:
  // `state`: the user's folder of state, such as ~/.local/state; empty: none.
  explicit Grants(std::filesystem::path state);

  bool holds(const std::string& content) const;
  void add(const std::string& content) const;

 private:
  std::filesystem::path file_;
};

}  // namespace cairn
