// Tools of the library and of an eval: what becomes part of the plan, what a check's hash
// counts, and what is missing in an answer before any program is started.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "lang/block_named.h"
#include "lang/evaluate.h"
#include "lang/fingerprint.h"
#include "lang/handed.h"
#include "tests/planned.h"

namespace cairn {
namespace {

// `blocks` behind an eval with one item.
Plan with_blocks(const std::string& blocks) {
  return planned(
      "eval code {\n}\n\n"
      "item sum_two {\n  tests: \"assert add(1, 2) == 3\"\n  test small { input: \"1 2\" }\n}\n\n" +
      blocks);
}

std::string check_with(const std::string& tool) {
  return fmt::format("check right {{\n  tool: {}\n  require: exit_code is 0\n}}\n", tool);
}

// Why the first thing that the check would hand over is missing; empty if nothing is.
std::string lost_in(const Plan& plan, const std::string& answer) {
  const Value given(answer), item(plan.inline_items.front().fields);
  Scope scope;
  scope[ScopeName::answer] = &given;
  scope[ScopeName::item] = &item;
  for (const auto& expr : handed_to(plan, check_of(plan, "right"))) {
    const Value value = evaluate_once(expr, scope, natives());
    if (const auto* lost = value.as<Missing>()) return lost->why;
  }
  return {};
}

std::vector<std::string> tools_of(const Plan& plan) {
  std::vector<std::string> names;
  for (const auto& tool : plan.tools) names.push_back(tool.heading.name);
  return names;
}

const std::string run_after_library = R"(
tool run_it {
  after: std.cpp_compiles
  run: "./answer"
}
)";

TEST_CASE("the plan holds the library's tools that a check asks for, and no others") {
  const auto plan = with_blocks(check_with("std.python_passes(item.tests)"));
  REQUIRE(tools_of(plan) == std::vector<std::string>{"std.python_passes"});
  const auto& tool = plan.tools.front();
  CHECK(tool.takes.size() == 1);
  CHECK(tool.run == std::vector<std::string>{"python3", "-B", "run_tests.py"});
  CHECK(std::ranges::count(tool.files, "run_tests.py", &program::ToolFile::name) == 1);

  CHECK(tools_of(with_blocks(check_with("run_it") + run_after_library)) ==
        std::vector<std::string>{"run_it", "std.cpp_compiles"});
  CHECK(tools_of(with_blocks("check right {\n  require: answer is \"\"\n}\n")).empty());
}

TEST_CASE("another text of a tool, the library's too, is another hash of the check") {
  struct Case {
    std::string_view about;
    std::string tool, blocks;
  };
  const Case cases[] = {
      {"the library's own", "std.python_passes(item.tests)", ""},
      {"one that runs after the library's", "run_it", run_after_library},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    auto plan = with_blocks(check_with(c.tool) + c.blocks);
    const auto& check = check_of(plan, "right");
    const auto before = check_hash(plan, check);
    CHECK(before == plan.checks.front().hash);
    auto& library_tool = plan.tools.back();
    REQUIRE(library_tool.heading.name.starts_with("std."));
    const auto files = library_tool.files;
    library_tool.files.back().text.node = Constant{Value("exit 0")};
    CHECK(check_hash(plan, check) != before);
    library_tool.files = files;
    CHECK(check_hash(plan, check) == before);
    library_tool.timeout_seconds += 1;
    CHECK(check_hash(plan, check) != before);
  }
}

TEST_CASE("an answer without code is lost before a program is started, and it is said why") {
  struct Case {
    std::string_view about;
    std::string tool, blocks, answer, why;
  };
  const std::string own = R"(
tool own {
  file "answer.cpp": first(code(answer, "cpp"))
  run: "g++ answer.cpp"
  keep: ["a.out"]
}

tool own_run {
  takes: [text input]
  after: own
  run: "./a.out"
  input: input
}
)";
  const std::string prose = "I cannot.", lost = "there is no block of cpp code in \"I cannot.\"";
  const Case cases[] = {
      {"a tool of the eval", "own", own, prose, lost},
      {"the tool it runs after", "own_run(item.tests)", own, prose, lost},
      {"a tool of the library", "std.cpp_compiles", "", prose, lost},
      {"one with arguments", "std.cpp_passes(item.tests)", "", prose, lost},
      {"one that runs after the library's", "run_it", run_after_library, prose, lost},
      {"another language", "std.python_passes(item.tests)", "", "```sh\nls\n```",
       "there is no block of python code in \"```sh\\nls\\n```\""},
      {"code under another name", "std.cpp_compiles", "", "```C++\nint x;\n```", ""},
      {"code under no name", "std.node_passes(item.tests)", "", "```\nlet x;\n```", ""},
      {"an argument of the answer's", "std.python_passes(first(code(answer, \"sh\")))", "",
       "```py\nx = 1\n```", "there is no block of sh code in \"```py\\nx = 1\\n```\""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(lost_in(with_blocks(check_with(c.tool) + c.blocks), c.answer) == c.why);
  }
}

}  // namespace
}  // namespace cairn
