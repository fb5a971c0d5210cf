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

}  // namespace

TEST_CASE("what would be started is what checks need, in the order in which it runs") {
  const Project project;
  project.write("x.eval", eval);
  project.write("fixed.txt", "1");
  const auto plan = planned(project);
  const auto programs = programs_of(plan);
  CHECK(in_words(programs) == "  build: cat a\n  use_it: cat b c\n");
  CHECK_FALSE(programs.any_network());
}

TEST_CASE("a permission is for exactly these programs") {
  const Project project;
  project.write("x.eval", eval);
  project.write("fixed.txt", "1");
  const auto content = content_of(programs_of(planned(project)));
  const Grants grants(project.folder() / "state");
  CHECK_FALSE(grants.holds(content));
  grants.add(content);
  CHECK(Grants(project.folder() / "state").holds(content));
  CHECK_FALSE(Grants("").holds(content));

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
    CHECK((content_of(programs_of(planned(project))) != content) == change.matters);
  }
  // A script that a tool copies is a part of what runs.
  project.write("x.eval", eval);
  project.write("fixed.txt", "2");
  CHECK(content_of(programs_of(planned(project))) != content);
}
