#include "runtime/tools/permission.h"

#include <doctest/doctest.h>

#include "tests/project.h"

using namespace cairn;

namespace {

constexpr std::string_view eval = R"(cairn 1

eval x {
  answers: file("a.jsonl")
}

item adds { a: 1 }

tool build {
  file "a": answer
  file "fixed": file("fixed.txt")
  run: "cat a"
  keep: ["a"]
}

tool use_it {
  after: build
  run: "cat b c"
}

tool idle {
  run: "cat d"
}

check works {
  tool: use_it
  require: exit_code is 0
}
)";

std::string content(const Project& project) {
  const auto plan = planned(project);
  return content_of(programs_of(plan, true));
}

}  // namespace

TEST_CASE("what would be started is what checks need, in the order in which it runs") {
  const Project project;
  project.write("x.eval", eval);
  project.write("fixed.txt", "1");
  const auto plan = planned(project);
  const auto programs = programs_of(plan, true);
  CHECK(in_words(programs) ==
        "  build: cat a   with a, fixed   (in a sandbox)\n"
        "  use_it: cat b c   (in a sandbox)\n");
  CHECK_FALSE(programs.any_network());
}

TEST_CASE("a permission is for exactly these programs") {
  const Project project;
  project.write("x.eval", eval);
  project.write("fixed.txt", "1");
  const auto before = content(project);
  const Grants grants(project.folder() / "state");
  CHECK_FALSE(grants.holds(before));
  CHECK(grants.add(before));
  CHECK(Grants(project.folder() / "state").holds(before));
  CHECK_FALSE(Grants("").holds(before));

  struct Change {
    const char *from, *to;
    bool matters;
  };
  for (const auto& change :
       {Change{"cat b c", "cat b d", true}, Change{"cat a", "cat aa", true},
        Change{"after: build\n  run:", "after: build\n  network: yes\n  run:", true},
        Change{"cat d", "cat e", false}, Change{"exit_code is 0", "exit_code is 1", false}}) {
    CAPTURE(change.to);
    std::string other(eval);
    other.replace(other.find(change.from), std::string_view(change.from).size(), change.to);
    project.write("x.eval", other);
    CHECK((content(project) != before) == change.matters);
  }
  // A script that a tool copies is a part of what runs.
  project.write("x.eval", eval);
  project.write("fixed.txt", "2");
  CHECK(content(project) != before);
}

TEST_CASE("a command is shown in one line, as a shell would take it") {
  Plan plan;
  program::Tool tool;
  tool.heading.name = "t";
  tool.run = {"sh", "-c", "a b", "x\n  check: echo harmless"};
  plan.tools.push_back(tool);
  program::Check check;
  check.evidence = program::ByTool{.tool = "t", .arguments = {}};
  plan.checks.push_back({check, {}});
  CHECK(in_words(programs_of(plan, true)) ==
        "  t: sh -c \"a b\" \"x\\n  check: echo harmless\"   (in a sandbox)\n");
}

TEST_CASE("what a check hands to a tool is a part of what is allowed") {
  const Project project;
  const auto eval_with = [](std::string_view argument) {
    return fmt::format(
        "cairn 1\n\neval x {{\n  answers: file(\"a.jsonl\")\n}}\n\nitem first_item {{ a: 1 }}\n\n"
        "tool t {{\n  takes: [text program]\n  file \"main.sh\": program\n  run: \"sh "
        "main.sh\"\n}}\n\n"
        "check right {{\n  tool: t(\"{}\")\n  require: exit_code is 0\n}}\n",
        argument);
  };
  project.write("x.eval", eval_with("echo 1"));
  const auto before = content(project);
  project.write("x.eval", eval_with("echo 2"));
  CHECK(content(project) != before);
}
