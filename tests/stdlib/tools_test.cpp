// The library's tools, run: answers that are right, wrong, dishonest, and written as
// models write them.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/run_program.h"

namespace cairn {
namespace {

using nlohmann::json;

constexpr std::string_view eval = R"(cairn 1

eval tools {
  answers: file("answers.jsonl")
}

items cases {
  from: file("cases.jsonl")
}

check python {
  when: item.tool is "python_passes"
  tool: std.python_passes(item.tests)
  require: exit_code is 0
}

check node {
  when: item.tool is "node_passes"
  tool: std.node_passes(item.tests)
  require: exit_code is 0
}

check cpp {
  when: item.tool is "cpp_passes"
  tool: std.cpp_passes(item.tests)
  require: exit_code is 0
}

check compiles {
  when: item.tool is "cpp_compiles"
  tool: std.cpp_compiles
  require: exit_code is 0
}

tool doubled {
  after: std.cpp_compiles
  run: "./answer"
  input: "21"
}

check doubles {
  when: item.tool is "doubled"
  tool: doubled
  require: exit_code is 0 and trim(stdout) is "42"
}
)";

struct Case {
  std::string_view about, tool, language, code, tests;
  bool passes;
};

constexpr std::string_view python = "python_passes", node = "node_passes", cpp = "cpp_passes";
constexpr std::string_view sum_is_3 = "assert add(1, 2) == 3",
                           node_sum_is_3 =
                               "const assert = require('assert');\n"
                               "assert.strictEqual(await add(1, 2), 3);",
                           cpp_sum_is_3 = "int main() { assert(add(1, 2) == 3); }",
                           unit_test =
                               "import unittest\n"
                               "class Sum(unittest.TestCase):\n"
                               "    def test_sum(self):\n"
                               "        self.assertEqual(add(1, 2), 3)\n"
                               "unittest.main()";

constexpr Case cases[] = {
    {"right", python, "python", "def add(a, b):\n    return a + b", sum_is_3, true},
    {"without a language", python, "", "def add(a, b):\n    return a + b", sum_is_3, true},
    {"wrong", python, "py", "def add(a, b):\n    return a - b", sum_is_3, false},
    {"no Python", python, "python", "def add(a, b:", sum_is_3, false},
    {"ends before the tests", python, "python", "def add(a, b):\n    return 0\nexit(0)", sum_is_3,
     false},
    {"ends in a test", python, "python", "import os\ndef add(a, b):\n    os._exit(0)", sum_is_3,
     false},
    {"becomes another program", python, "python", "import os\nos.execv('/bin/true', ['true'])",
     sum_is_3, false},
    {"has a main of its own", python, "python",
     "def add(a, b):\n    return a + b\nif __name__ == '__main__':\n    "
     "print(add(*input().split()))",
     sum_is_3, true},
    {"unittest, right", python, "python", "def add(a, b):\n    return a + b", unit_test, true},
    {"unittest, wrong", python, "python", "def add(a, b):\n    return a - b", unit_test, false},
    {"unittest, ends in a test", python, "python", "def add(a, b):\n    raise SystemExit(0)",
     unit_test, false},

    {"right", node, "javascript", "const add = (a, b) => a + b;", node_sum_is_3, true},
    {"exported", node, "js", "module.exports = { add: (a, b) => a + b };", node_sum_is_3, true},
    {"a module", node, "js", "import fs from 'fs';\nexport function add(a, b) { return a + b; }",
     node_sum_is_3, true},
    {"wrong", node, "js", "function add(a, b) { return a - b; }", node_sum_is_3, false},
    {"ends before the tests", node, "js", "function add() {}\nprocess.exit(0);", node_sum_is_3,
     false},
    {"never answers", node, "js", "const add = () => new Promise(() => {});", node_sum_is_3, false},

    {"right, with a main", cpp, "cpp", "int add(int a, int b) { return a + b; }\nint main() {}",
     cpp_sum_is_3, true},
    {"wrong, assert off", cpp, "c++",
     "#define NDEBUG\n#include <cassert>\nint add(int a, int b) { return a - b; }", cpp_sum_is_3,
     false},
    {"ends before main", cpp, "cpp",
     "#include <unistd.h>\nint add(int a, int b) { return 0; }\nstruct E { E() { _exit(0); } } e;",
     cpp_sum_is_3, false},
    {"ends in a test", cpp, "cpp", "#include <cstdlib>\nint add(int, int) { std::exit(0); }",
     cpp_sum_is_3, false},

    {"a function", "cpp_compiles", "cpp", "int add(int a, int b) { return a + b; }", "", true},
    {"half a program", "cpp_compiles", "cpp", "int add(int, int);\nint main() { add(1, 2); }", "",
     false},
    {"no C++", "cpp_compiles", "cpp", "int add(int a, int b) { return a + b }", "", false},
    {"a program", "doubled", "cpp",
     "#include <iostream>\nint main() { int n; std::cin >> n; std::cout << 2 * n << '\\n'; }", "",
     true},
    {"no program to run", "doubled", "cpp", "int twice(int n) { return 2 * n; }", "", false},
};

TEST_CASE("the library's tools tell right answers from wrong and dishonest ones") {
  const ScratchFolder folder;
  std::string rows, answers;
  std::map<std::string, bool> expected;
  for (const auto& c : cases) {
    const auto id = fmt::format("{}: {}", c.tool, c.about);
    rows += json{{"id", id}, {"tool", c.tool}, {"tests", c.tests}}.dump() + "\n";
    const auto answer = fmt::format("```{}\n{}\n```", c.language, c.code);
    answers += json{{"item", id}, {"answer", answer}}.dump() + "\n";
    REQUIRE(expected.emplace(id, c.passes).second);
  }
  folder.write("tools.eval", eval);
  folder.write("cases.jsonl", rows);
  folder.write("answers.jsonl", answers);

  const auto ran = folder.run("run tools.eval --allow-tools --out run.jsonl --json");
  CAPTURE(ran.err);
  REQUIRE(ran.code == 0);
  std::size_t verdicts = 0;
  std::istringstream lines(folder.read("run.jsonl"));
  for (std::string line; std::getline(lines, line);) {
    const auto record = json::parse(line);
    if (record["record"] != "verdict" || record["outcome"] == "not_applicable") continue;
    ++verdicts;
    CAPTURE(line);
    CHECK((record["outcome"] == "passed") == expected.at(record["item"]));
  }
  CHECK(verdicts == std::size(cases));
}

}  // namespace
}  // namespace cairn
