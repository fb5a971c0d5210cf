#include "runtime/runs.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <fstream>
#include <string>

using namespace cairn;

namespace {

namespace fs = std::filesystem;

void make_run(const fs::path& project, const char* time, const char* id) {
  const auto log = run_log_path(project, time, "x", id);
  fs::create_directories(log.parent_path());
  std::ofstream(log) << "{}\n";
}

}  // namespace

TEST_CASE("runs: a run is named by its path, its id, or how long ago it was") {
  std::string name = (fs::temp_directory_path() / "cairn-runs-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  const fs::path project = name;
  CHECK_FALSE(find_run(project, "last").has_value());
  make_run(project, "2026-11-24T16:40:00Z", "0f3a0000");
  make_run(project, "2026-11-23T16:40:00Z", "0f3b0000");
  make_run(project, "2026-11-25T16:40:00Z", "aa000000");
  const auto folder = project / ".cairn" / "runs";
  struct Case {
    std::string named;
    std::string folder;   // Empty: there is none, and
    std::string message;  // why.
  };
  const Case cases[] = {
      {"last", "20261125T164000Z-x-aa000000", ""},
      {"last~1", "20261124T164000Z-x-0f3a0000", ""},
      {"last~2", "20261123T164000Z-x-0f3b0000", ""},
      {"last~3", "", "there are only 3 runs in `" + folder.string() + "`"},
      {"0f3a", "20261124T164000Z-x-0f3a0000", ""},
      {"0f3", "", "`0f3` may be `0f3b0000`, `0f3a0000`: type more letters"},
      {(folder / "20261124T164000Z-x-0f3a0000").string(), "20261124T164000Z-x-0f3a0000", ""},
      {(folder / "20261124T164000Z-x-0f3a0000" / "run.jsonl").string(),
       "20261124T164000Z-x-0f3a0000", ""},
      {"bb", "",
       "there is no run `bb`: a run is named by its path, the first letters of its id, `last` or "
       "`last~1`"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.named);
    const auto found = find_run(project, c.named);
    REQUIRE(found.has_value() == !c.folder.empty());
    if (found)
      CHECK(*found == folder / c.folder / "run.jsonl");
    else
      CHECK(found.error().what == c.message);
  }
  CHECK(names_a_run(project, "last~7"));
  CHECK(names_a_run(project, "aa"));
  CHECK_FALSE(names_a_run(project, "answers.jsonl"));
  fs::remove_all(project);
}
