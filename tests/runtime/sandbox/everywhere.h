// Runs a program in every sandbox that works here: each level, as root and as another
// user, where the tests may be both.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runtime/sandbox/sandbox.h"

namespace cairn {

// A folder of the host that anyone may write to, removed at the end.
class OpenFolder {
 public:
  OpenFolder();
  ~OpenFolder();
  OpenFolder(const OpenFolder&) = delete;
  OpenFolder& operator=(const OpenFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void write_open_file(const std::filesystem::path& path, const std::string& text, int mode = 0666);
std::string text_of(const std::filesystem::path& path);

struct Tried {
  std::string where;  // "landlock as nobody"
  SandboxLevel level = SandboxLevel::none;
  std::string failure;  // Of run().
  SandboxedEnd end;
  bool still_works = false;  // An ordinary program ran well afterwards.
  std::shared_ptr<OpenFolder> kept;
  std::shared_ptr<OpenFolder> temporary;  // Where private folders were made.
};

// All at once, each in a process of its own. `kept` is theirs to choose.
std::vector<Tried> run_everywhere(const SandboxedCall& call);
// In one level, as whoever runs the tests.
Tried run_once(SandboxLevel level, const SandboxedCall& call);

// The levels that work here.
const std::vector<SandboxLevel>& working_levels();

SandboxedCall call_of(std::vector<std::string> words, double timeout_seconds = 5);
SandboxedCall shell(const std::string& script, double timeout_seconds = 5);
SandboxedCall python(const std::string& script, double timeout_seconds = 5);

// Whether any process of the host has this among its arguments; waits a moment for its end.
bool still_running(const std::string& argument);

}  // namespace cairn
