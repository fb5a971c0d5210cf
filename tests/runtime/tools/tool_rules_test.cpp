// What a check says of an answer whose program failed, was stopped, or never ran.
#include <doctest/doctest.h>

#include <set>

#include "tests/runtime/tools/tool_eval.h"

using namespace cairn;
using namespace cairn::tools;

namespace {

// `rule`: the lines of the check after its tool.
std::string eval_with(std::string_view rule) {
  return fmt::format(R"(cairn 1

eval x {{
  answers: file("a.jsonl")
}}

item adds {{
  label: "a"
  test small {{ weight: 1 script: "exit 0" }}
  test big {{ weight: 9 script: "sleep 60" }}
}}

item other {{
  label: "b"
  test small {{ weight: 1 script: "exit 0" }}
}}

tool run_it {{
  takes: [text script]
  file "main.sh": script
  run: "sh main.sh"
  timeout: 1 seconds
}}

check right {{
{}}}
)",
                     rule);
}

}  // namespace

TEST_CASE("tools run after each other, once an answer, in a copy of what was kept") {
  const Project project;
  project.write("x.eval", R"(cairn 1

eval x {
  answers: file("a.jsonl")
}

item adds {
  test small { input: "1" expect: "1" }
  test big { input: "2" expect: "2" }
  test wrong { input: "3" expect: "4" }
}

tool build {
  file "source": answer
  run: "sh -c \"test $(cat source) != broken && date +%N > stamp && cp source built && echo x > other\""
  keep: ["built", "stamp"]
}

tool use_it {
  takes: [record test]
  after: build
  run: "sh -c \"cat; cat stamp >&2; ls; echo changed > built\""
  input: test.input
}

check builds {
  tool: build
  require: exit_code is 0
}

check works {
  for each: test in item.test
  tool: use_it(test)
  combine: share
  require: first(lines(stdout)) starts with test.expect and stdout does not contain "other"
}
)");
  project.write("a.jsonl", answers_of({"fine", "broken"}));
  const auto ran = run_eval(project, allowed());
  REQUIRE(ran.mistakes == std::vector<std::string>{});
  CHECK(check_in(ran, "builds").passed == 1);
  CHECK(check_in(ran, "builds").failed == 1);
  std::set<std::string> stamps;
  std::size_t failed_in = 0;
  for (const auto& one : records_of(ran, "evidence")) {
    if (field(one, "check") != "works") continue;
    if (field(one, "sample") == "0") stamps.insert(field(one, "stderr"));
    if (field(one, "sample") == "1") failed_in += field(one, "failed_in") == "build" ? 1U : 0U;
  }
  CHECK(stamps.size() == 1);  // It was built once.
  CHECK(failed_in == 3);
  CHECK(any_contains(reasons(check_in(ran, "works")), "`build` ended with 1"));
  CHECK(ran.result->summary.score == doctest::Approx((1 + 2.0 / 3) / 2 / 2));
}

TEST_CASE("an answer that gives a tool nothing to run has failed") {
  const Project project;
  auto eval = edited(one_tool, "\"main.sh\": answer", "\"main.sh\": first(code(answer, \"sh\"))");
  project.write("x.eval", eval);
  project.write("a.jsonl", answers_of({"no code here", "```sh\necho 3\n```"}));
  const auto ran = run_eval(project, allowed());
  REQUIRE(ran.mistakes == std::vector<std::string>{});
  CHECK(check_in(ran, "right").passed == 1);
  CHECK(check_in(ran, "right").failed == 1);
  CHECK(records_of(ran, "evidence").size() == 1);
}

TEST_CASE("a program that was stopped fails a rule that does not look at its end") {
  const Project project;
  auto eval = std::string(one_tool);
  const auto rule = eval.find("require:");
  eval.replace(rule, eval.find('\n', rule) - rule, "require: stdout contains \"3\"");
  project.write("x.eval", eval);
  project.write("a.jsonl", answers_of({"echo 3; sleep 60", "echo 3; exit 9"}));
  const auto ran = run_eval(project, allowed());
  CHECK(check_in(ran, "right").passed == 1);
  CHECK(any_contains(reasons(check_in(ran, "right")), "ran longer than 1 second"));
  eval.replace(eval.find("stdout contains \"3\""), 19, "timed_out");
  project.write("x.eval", eval);
  CHECK(check_in(run_eval(project, allowed()), "right").passed == 1);
}

TEST_CASE("a test that was stopped weighs what it weighs") {
  const Project project;
  project.write("x.eval", eval_with("  for each: test in item.test\n"
                                    "  tool: run_it(test.script)\n"
                                    "  require: stdout is empty\n"
                                    "  combine: points\n"
                                    "  points: test.weight\n"));
  project.write("a.jsonl", R"({"item":"adds","answer":"x"}
{"item":"other","answer":"x"}
)");
  const auto ran = run_eval(project, allowed());
  REQUIRE_MESSAGE(ran.result.has_value(), fmt::format("{}", fmt::join(ran.mistakes, "; ")));
  CHECK(check_in(ran, "right").score == doctest::Approx((0.1 + 1) / 2));
}

TEST_CASE("an answer whose program was stopped says nothing, and is in the confusion table") {
  const Project project;
  project.write("x.eval", eval_with("  tool: run_it(answer)\n"
                                    "  says: trim(stdout)\n"
                                    "  should say: item.label\n"));
  project.write("a.jsonl", R"({"item":"adds","answer":"echo a"}
{"item":"other","answer":"sleep 60"}
)");
  const auto ran = run_eval(project, allowed());
  REQUIRE_MESSAGE(ran.result.has_value(), fmt::format("{}", fmt::join(ran.mistakes, "; ")));
  const auto& check = check_in(ran, "right");
  CHECK(check.score == doctest::Approx(0.5));
  CHECK(check.confusion.size() == 2);
  CHECK(check.recall == doctest::Approx(0.5));
}

TEST_CASE("a measure of a program that was stopped, or never ran, is not applicable") {
  const Project project;
  project.write("x.eval", eval_with("  tool: run_it(first(code(answer, \"sh\")))\n"
                                    "  measure: line_count_of(stdout)\n")
                              .append("\ndefine line_count_of {\n  takes: [text passage]\n"
                                      "  value: count(lines(passage))\n}\n"));
  project.write("a.jsonl", R"({"item":"adds","answer":"no code"}
{"item":"other","answer":"```sh\nsleep 60\n```"}
)");
  const auto ran = run_eval(project, allowed());
  REQUIRE_MESSAGE(ran.result.has_value(), fmt::format("{}", fmt::join(ran.mistakes, "; ")));
  CHECK(check_in(ran, "right").not_applicable == 2);
  CHECK(check_in(ran, "right").failed == 0);
}
