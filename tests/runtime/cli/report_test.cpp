// `cairn report` as it is typed.
#include <doctest/doctest.h>

#include <filesystem>

#include "tests/run_program.h"

using namespace cairn;

namespace {

constexpr std::string_view eval = R"(cairn 1

eval soup {
  slices: [item.cuisine]
  answers: file("answers.jsonl")
}

items soups {
  from: file("items.jsonl")
}

check hot {
  require: answer contains "hot"
}
)";

void make_run(const ScratchFolder& folder) {
  folder.write("x.eval", eval);
  std::string items, answers;
  for (int i = 0; i < 30; ++i) {
    const auto id = std::to_string(i);
    const bool thai = i % 3 == 0;
    items += R"({"id":"s)" + id + R"(","cuisine":")" + (thai ? "thai" : "greek") + "\"}\n";
    answers += R"({"item":"s)" + id + R"(","answer":")" + (thai ? "cold" : "hot") + "\"}\n";
  }
  folder.write("items.jsonl", items);
  folder.write("answers.jsonl", answers);
  REQUIRE(folder.run("run x.eval --out first.jsonl").code == 0);
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("a run is reported again, with where it fails most") {
  const ScratchFolder folder;
  make_run(folder);
  const auto ran = folder.run("report first.jsonl");
  CHECK(ran.code == 0);
  CHECK(has(ran.out, "66.7%"));
  CHECK(has(ran.out, "Where it fails most"));
  CHECK(has(ran.out, "thai"));
  // The run itself said the same.
  const auto again = folder.run("run x.eval --out second.jsonl");
  CHECK(has(again.out, "Where it fails most"));
  CHECK(has(again.out, "cairn report second.jsonl --open"));
}

TEST_CASE("each form goes to standard output, or into the file that is named") {
  const ScratchFolder folder;
  make_run(folder);
  for (const auto* format : {"html", "markdown", "json", "junit", "csv", "github"}) {
    INFO(format);
    const auto printed = folder.run(std::string("report first.jsonl --format ") + format);
    CHECK(printed.code == 0);
    CHECK(printed.out.size() > 100);
    const auto written =
        folder.run(std::string("report first.jsonl --out page --format ") + format);
    CHECK(written.code == 0);
    CHECK(written.out.empty());
    CHECK(folder.read("page") == printed.out);
  }
}

TEST_CASE("the shared database gets two files, or one document on standard output") {
  const ScratchFolder folder;
  make_run(folder);
  CHECK(has(folder.run("report first.jsonl --format every_eval_ever").out, "schema_version"));
  REQUIRE(folder.run("report first.jsonl --format every_eval_ever --out e.json").code == 0);
  CHECK(has(folder.read("e.json"), "e_samples.jsonl"));
  CHECK(has(folder.read("e_samples.jsonl"), R"("s29")"));
}

TEST_CASE("two runs are one page; a run against itself is none") {
  const ScratchFolder folder;
  make_run(folder);
  REQUIRE(folder.run("run x.eval --out second.jsonl").code == 0);
  const auto both = folder.run("report second.jsonl --format json --against first.jsonl");
  CHECK(both.code == 0);
  CHECK(has(both.out, R"("comparison":{)"));
  const auto same = folder.run("report first.jsonl --format json --against first.jsonl");
  CHECK(same.code == 2);
  CHECK(has(same.err, "the same run"));
}

TEST_CASE("what cannot be done is refused with what to type") {
  const ScratchFolder folder;
  make_run(folder);
  const auto open = folder.run("report first.jsonl --format csv --open");
  CHECK(open.code == 2);
  CHECK(has(open.err, "--format html"));
  for (const auto* typed :
       {"--failed", "--format junit --failed", "--redact", "--format csv --against first.jsonl",
        "--format every_eval_ever --redact"}) {
    INFO(typed);
    const auto refused = folder.run(std::string("report first.jsonl ") + typed);
    CHECK(refused.code == 2);
    CHECK(refused.out.empty());
  }
  const auto unknown = folder.run("report first.jsonl --format pdf");
  CHECK(unknown.code == 2);
  CHECK(has(unknown.err, "every_eval_ever"));
  const auto absent = folder.run("report nothing");
  CHECK(absent.code == 2);
  CHECK(has(absent.err, "there is no run `nothing`"));
  const auto no_log = folder.run("report items.jsonl");
  CHECK(no_log.code == 2);
  CHECK(has(no_log.err, "is no run log"));
  const auto nowhere = folder.run("report first.jsonl --format csv --out no/such/folder.csv");
  CHECK(nowhere.code == 2);
  CHECK(has(nowhere.err, "no/such/folder.csv"));
}
