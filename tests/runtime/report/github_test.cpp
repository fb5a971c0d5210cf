// GitHub's annotations: what is said of what, never more than it shows, and nothing that
// a text could add; and the page of a job.
#include "runtime/report/github.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "tests/project.h"
#include "tests/runtime/report/reports.h"

using namespace cairn;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = text.find('\n', begin);
    REQUIRE(end != text.npos);
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::size_t kind_count(const std::vector<std::string>& lines, std::string_view kind) {
  return static_cast<std::size_t>(std::ranges::count_if(lines, [&](const std::string& line) {
    return line.starts_with(fmt::format("::{} ", kind));
  }));
}

}  // namespace

TEST_CASE("GitHub: errors for the goal, warnings for what must be known, notices for checks") {
  const auto lines = lines_of(github_report(small_report(), {}));
  const std::vector<std::string> expected = {
      "::error file=test.eval,title=recipes%3A goal could not be measured::score >= 90%25: "
      "`layout` "
      "is untested: it has no examples",
      "::error file=test.eval,title=recipes%3A goal not met::short 75.0%25 (at least 80%25 wanted)",
      "::warning file=test.eval,title=recipes%3A note::`layout` is in the score, although it is "
      "untested: it has no examples",
      "::notice file=test.eval,title=recipes%3A check layout::66.7%25, passed 2 of 3, 1 open; most "
      "often, 1 time: the verdict is \"no\"",
      "::notice file=test.eval,title=recipes%3A check short::75.0%25, passed 3 of 4; most often, 1 "
      "time: 51 words in \"Fry it\" are more than 50",
  };
  CHECK(lines == expected);
  for (const auto& line : lines_of(github_report(small_report(), {.redact = true})))
    CHECK(line.find("Fry it") == line.npos);
}

TEST_CASE("GitHub: the file is named with its folder, and nothing in it ends a property") {
  auto report = small_report();
  report.run.plan.folder = "/home/a,b";
  report.run.plan.file = "x:y.eval";
  CHECK(github_report(report, {}).starts_with("::error file=/home/a%2Cb/x%3Ay.eval,title="));
}

TEST_CASE("GitHub: ten of a kind, of which the last says how many there are") {
  auto report = small_report();
  for (std::size_t i = 0; i < 9; ++i) report.run.summary.notes.push_back(fmt::format("note {}", i));
  auto lines = lines_of(github_report(report, {}));
  CHECK(kind_count(lines, "warning") == 10);
  CHECK(lines[11].find("note 8") != std::string::npos);
  for (std::size_t i = 9; i < 5000; ++i)
    report.run.summary.notes.push_back(fmt::format("note {}", i));
  lines = lines_of(github_report(report, {}));
  CHECK(kind_count(lines, "warning") == 10);
  CHECK(kind_count(lines, "error") == 2);
  CHECK(lines[11].find("title=recipes%3A and 4992 more::") != std::string::npos);
}

TEST_CASE("GitHub: a stranger's text adds no command") {
  for (const auto& line : lines_of(github_report(hostile_report(), {}))) {
    CAPTURE(line);
    const bool own = line.starts_with("::error file=test.eval,title=recipes%3A ") ||
                     line.starts_with("::warning file=test.eval,title=recipes%3A ") ||
                     line.starts_with("::notice file=test.eval,title=recipes%3A ");
    CHECK(own);
    CHECK(line.find('\x1b') == line.npos);
    CHECK(line.size() < 20'000);
  }
}

TEST_CASE("GitHub: a run without a result is an error, also without a goal") {
  RunReport report;
  CHECK(github_report(report, {}).find("::error ") == 0);
  report.run.summary.score = 1;
  CHECK(github_report(report, {}).empty());
}

TEST_CASE("the page of a job grows, never beyond what GitHub takes") {
  const Project folder;
  const auto path = folder.path("summary.md");
  CHECK_FALSE(append_step_summary(path, "# one\n"));
  CHECK_FALSE(append_step_summary(path, "# two\n"));
  CHECK(folder.read("summary.md") == "\n# one\n\n# two\n");
  const std::string report(60'000, 'x');
  for (int i = 0; i < 40; ++i) CHECK_FALSE(append_step_summary(path, report));
  const auto text = folder.read("summary.md");
  CHECK(text.size() <= 1024 * 1024);
  CHECK(text.size() > 1000 * 1000);
  CHECK(text.find("more reports than the page of a step can hold") != text.npos);
  CHECK(append_step_summary(folder.path("no/such/folder"), "x"));
}
