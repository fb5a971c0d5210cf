#include "tests/run_program.h"

#include <stdlib.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace cairn {

namespace fs = std::filesystem;

ScratchFolder::ScratchFolder() {
  auto name = (fs::temp_directory_path() / "cairn_test_XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) std::abort();
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void ScratchFolder::write(std::string_view name, std::string_view text) const {
  const auto path = path_ / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::string ScratchFolder::read(std::string_view name) const {
  std::ifstream file(path_ / name, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

ProgramRun ScratchFolder::run(std::string_view typed, std::string_view input) const {
  write(".input", input);
  const auto command = "cd '" + path_.string() + "' && '" CAIRN_PROGRAM "' " + std::string(typed) +
                       " <.input >.output 2>.errors";
  const int status = std::system(command.c_str());
  return {read(".output"), read(".errors"), WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

}  // namespace cairn
