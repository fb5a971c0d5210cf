// What is typed behind `cairn`, and what is said of what it does not know.
#include <doctest/doctest.h>

#include "tests/run_program.h"

namespace cairn {

TEST_CASE("cairn says its version and its commands") {
  const ScratchFolder folder;
  for (const auto* typed : {"--version", "version", "-V"}) {
    const auto run = folder.run(typed);
    CHECK(run.code == 0);
    CHECK(run.out.starts_with("cairn 0."));
    CHECK(run.out.find("edition 1") != run.out.npos);
  }
  for (const auto* typed : {"", "help", "--help", "-h"}) {
    const auto run = folder.run(typed);
    CHECK(run.code == 0);
    CHECK(run.out.find("\n  check ") != run.out.npos);
  }
}

TEST_CASE("cairn refuses what it does not know, with what is meant") {
  struct Case {
    std::string typed, said;
  };
  const Case cases[] = {
      {"chekc x.eval", "did you mean `cairn check`?"},
      {"frobnicate", "type `cairn` to see the commands"},
      {"check --formatt json x.eval", "did you mean `--format`?"},
      {"check --format yaml x.eval", "it is one of pretty|short|json|github|sarif"},
      {"check", "`cairn check` needs"},
      {"run x.eval --out a --out b", "`--out` is given 2 times"},
      {"run x.eval --shard 1/3", "is not built yet"},
      {"run x.eval --model", "1 required"},
      {"run --resume x.eval", "write it last: `cairn run x.eval --resume`"},
      {"run x.eval --cache sometimes", "it is one of off|read|readwrite|refresh"},
  };
  const ScratchFolder folder;
  for (const auto& c : cases) {
    CAPTURE(c.typed);
    const auto run = folder.run(c.typed);
    CAPTURE(run.err);
    CHECK(run.code == 2);
    CHECK(run.err.find(c.said) != run.err.npos);
  }
}

TEST_CASE("cairn run --item names the item that was meant") {
  const ScratchFolder folder;
  folder.write("x.eval",
               "cairn 1\n\neval x {\n  answers: file(\"a.jsonl\")\n}\n\nitem france { a: 1 }\n\n"
               "check c {\n  require: answer is present\n}\n");
  folder.write("a.jsonl", "{\"item\": \"france\", \"answer\": \"Paris\"}\n");
  const auto run = folder.run("run x.eval --item frnace");
  CHECK(run.code == 2);
  CHECK(run.err.find("did you mean `france`?") != run.err.npos);
}

}  // namespace cairn
