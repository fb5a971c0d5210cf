// Runs a program that may be hostile, such as one that a model wrote, kept from everything
// on this machine but the system's own folders, to read: no files of the user's, no
// environment, no network unless it is allowed, no processes but its own, and limits of
// time, memory, files and output. A small program beside cairn does the work (guard/).
//
// Refused: limits that a program could evade by starting others; running without a sandbox
// unless that is asked for by name.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/result.h"
#include "runtime/sandbox/sandbox_level.h"

namespace cairn {

struct SandboxedCall {
  std::vector<std::string> words;  // The program and its arguments.
  std::string input;               // Standard input: a file that it may read and seek.
  // On the host; nothing if empty. What is in it is copied into the work folder, where the
  // program starts: files and folders with their modes, symlinks as they are.
  std::filesystem::path folder;
  std::vector<std::string> keep;  // Names in the work folder, copied to `kept` at the end.
  std::filesystem::path kept;     // On the host: exists and is empty. Unused without `keep`.
  double timeout_seconds = 10;
  double memory_bytes = 512e6;  // Of all its processes, and of its files where they are in memory.
  bool network = false;
  // When it becomes true the program is killed and run() fails with "interrupted".
  const std::atomic<bool>* stop = nullptr;
};

struct SandboxedEnd {
  int exit_code = 0;  // 128 + the signal that ended it: 137 where it was stopped.
  // At most 1 MiB of each, cut between characters; what is more is read and dropped.
  std::string output, errors;
  bool output_cut = false, errors_cut = false;
  bool timed_out = false;
  double seconds = 0;  // Of the program itself.
  // Why it did not end by itself, to be read after "the program": "ran longer than 2
  // seconds and was stopped", "was ended by signal 11 (segmentation fault)".
  std::string stopped;
  std::vector<std::string> not_kept;  // Names of `keep` that it did not leave as regular files.
};

class Sandbox {
 public:
  struct Options {
    std::filesystem::path guard;        // The program cairn-guard.
    std::optional<SandboxLevel> level;  // Only this one.
  };

  // Tries the levels, strongest first, by running something in each. Never `none` unless
  // it is asked for. Where none works, says of each why.
  static Result<std::unique_ptr<const Sandbox>> open(const Options& options);

  SandboxLevel level() const { return level_; }

  // From any thread, many at once. Fails where the sandbox did: nothing is known about the
  // program then; and for a program that cannot be started.
  Result<SandboxedEnd> run(const SandboxedCall& call) const;

  // Where a bare name would be found inside, as a path of the host.
  static std::optional<std::filesystem::path> find_program(std::string_view word);

 private:
  Sandbox(std::filesystem::path guard, SandboxLevel level, std::filesystem::path bubblewrap);

  std::filesystem::path guard_, bubblewrap_;
  SandboxLevel level_;
};

}  // namespace cairn
