// The program itself, as a user types it, in a folder of its own.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace cairn {

struct ProgramRun {
  std::string out, err;
  int code = 0;
};

// A folder that is gone at the end of the test.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  void write(std::string_view name, std::string_view text) const;
  std::string read(std::string_view name) const;

  // `typed` as in a shell, behind `cairn`; `input` on standard input.
  ProgramRun run(std::string_view typed, std::string_view input = {}) const;

 private:
  std::filesystem::path path_;
};

}  // namespace cairn
