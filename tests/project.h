// A project on the disk, and runs of its eval, for tests of what reads and writes files.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "lang/compile.h"
#include "runtime/disk_loader.h"
#include "runtime/run.h"
#include "stdlib/stdlib.h"

namespace cairn {

namespace fs = std::filesystem;

// A project on the disk that is gone at the end of the test.
class Project {
 public:
  Project() {
    std::string name = (fs::temp_directory_path() / "cairn-run-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    fs::create_directory(folder_ / ".cairn");
  }
  Project(const Project&) = delete;
  Project& operator=(const Project&) = delete;
  ~Project() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  const fs::path& folder() const { return folder_; }

  void write(const std::string& name, std::string_view text) const {
    std::ofstream file(path(name), std::ios::binary);
    file << text;
  }
  std::string read(const fs::path& name) const {
    std::ifstream file(name.is_absolute() ? name : folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  fs::path folder_;
};

struct Ran {
  std::optional<RunResult> result;
  std::vector<std::string> mistakes;  // "CODE LINE message"
};

inline Plan planned(const Project& project, const std::string& name = "x.eval") {
  DiskLoader loader;
  const auto compiled = compile(project.path(name), loader, standard_library());
  for (const auto& one : compiled.diagnostics.all())
    if (severity_of(one.kind) == Severity::error) FAIL(one.message);
  REQUIRE(compiled.program.eval.has_value());
  return make_plan(compiled.program, name, project.folder().string(), compiled.bound,
                   compiled.items);
}

// `environment`: the variables that the run sees; without one it asks nobody.
inline Ran run_plan(const Project& project, const Plan& plan, RunOptions options = {},
                    const Environment& environment = {}) {
  DiskLoader loader;
  Diagnostics diagnostics;
  Ran ran;
  if (!options.time) options.time = "2026-11-24T16:40:00Z";
  RetryRules quick;
  quick.first_wait = 0.01;
  ran.result =
      run(plan, options,
          {loader, standard_library(), project.folder(), environment, {}, quick, CAIRN_GUARD},
          diagnostics);
  for (const auto& one : diagnostics.all())
    ran.mistakes.push_back(
        fmt::format("{} {} {}", code_of(one.kind), one.data ? one.data->line : 0, one.message));
  return ran;
}

inline Ran run_eval(const Project& project, const RunOptions& options = {},
                    const Environment& environment = {}) {
  return run_plan(project, planned(project), options, environment);
}

}  // namespace cairn
