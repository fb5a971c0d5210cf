// Programs of others that tests hold reports against: a renderer, a validator.
#pragma once

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "tests/project.h"

namespace cairn {

inline bool has_tool(const std::string& name) {
  return std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
}

// What it prints, with `input` on its standard input; `{}` in the command is a file that
// holds `input`. Fails the test if the program does.
inline std::string output_of(const std::string& command, const std::string& input) {
  const Project folder;
  folder.write("in", input);
  std::string typed = command;
  if (const auto at = typed.find("{}"); at != typed.npos) typed.replace(at, 2, folder.path("in"));
  const int status = std::system(
      (typed + " <" + folder.path("in") + " >" + folder.path("out") + " 2>" + folder.path("err"))
          .c_str());
  CHECK_MESSAGE(WEXITSTATUS(status) == 0, command, folder.read(folder.path("err")));
  return folder.read(folder.path("out"));
}

}  // namespace cairn
