#include "runtime/report/tested.h"

#include <doctest/doctest.h>

#include <string>

#include "lang/data/json.h"
#include "tests/planned.h"

using namespace cairn;

namespace {

const std::string eval = R"(cairn 1

eval recipes {
  answers: file("answers.jsonl")
}

item soup { word: "egg" }

check short {
  require: answer contains "egg"

  example with {
    answer: "an egg"
    expect: pass
  }
}

check layout {
  judge: grader
  question: "Is it listed first?"

  example good_0 {
    answer: "a"
    expect: pass
  }

  example good_1 {
    answer: "a"
    expect: pass
  }

  example bad_0 {
    answer: "b"
    expect: fail
  }

  example bad_1 {
    answer: "b"
    expect: fail
  }
}

check compiles {
  tool: compiler
  require: exit_code is 0

  example wrong {
    answer: "int main("
    expect: fail
  }
}

judge grader {
  model: "a/b"
  trust when: agreement >= 90%
}

tool compiler {
  run: "true"
}

define doubled {
  takes: [number n]
  value: n * 2

  example of_two {
    value: doubled(2)
    expect: 4
  }

  example of_three {
    value: doubled(3)
    expect: 6
  }
}
)";

struct Said {
  std::string_view check, example;
  std::string row;
};

Tested tested_with(const std::string& text, const std::vector<Said>& said) {
  MemoryLoader loader;
  loader.files["x.eval"] = text;
  const auto made = compile("x.eval", loader, standard_library());
  for (const auto& one : made.diagnostics.all()) CAPTURE(one.message);
  REQUIRE_FALSE(made.diagnostics.any_errors());
  RecordedExamples examples;
  for (const auto& one : said) examples.add(one.check, one.example, row(one.row));
  Tested found = tested(made.program, examples, standard_library());
  found.file = "x.eval";
  found.answers = "answers.jsonl";
  return found;
}

const std::vector<Said> right = {
    {"layout", "good_0", R"({"reply": "verdict: yes"})"},
    {"layout", "good_1", R"({"reply": "verdict: yes"})"},
    {"layout", "bad_0", R"({"reply": "verdict: no"})"},
    {"layout", "bad_1", R"({"verdict": "no"})"},
    {"compiles", "wrong", R"({"verdict": {"exit_code": 1}})"},
};

}  // namespace

TEST_CASE("cairn test: the table names what came out wrong, and why") {
  auto said = right;
  said[1].row = R"({"reply": "The steps come first.\nverdict: no"})";
  said[2].row = R"({"reply": "\u001b[31mwho knows"})";
  const Tested found = tested_with(eval, said);
  const auto text = report(found, {.colour = false, .unicode = true, .width = 100});
  CAPTURE(text);
  const auto has = [&](std::string_view part) { return text.find(part) != text.npos; };
  CHECK(has("x.eval · 3 checks · judges as recorded in answers.jsonl\n"));
  CHECK(has("layout: `good_1` came out wrong: it should pass, but fails: the judge says no, for "));
  CHECK(has("layout: `bad_0` could not be read: no line of the reply is a verdict; it ends"));
  CHECK(has("not trusted"));
  CHECK(has("6 examples came out right, 1 wrong, 1 could not be read.\n"));
  CHECK_FALSE(has("\x1b"));
  CHECK(found.exit_code() == 1);
}

TEST_CASE("cairn test: exit codes") {
  CHECK(tested_with(eval, right).exit_code() == 0);
  auto wrong = right;
  wrong.back().row = R"({"verdict": {"exit_code": 0}})";
  CHECK(tested_with(eval, wrong).exit_code() == 1);

  auto not_asked = right;
  not_asked.pop_back();
  const Tested lacks = tested_with(eval, not_asked);
  CHECK(lacks.exit_code() == 3);
  const auto text = report(lacks, {.colour = false, .unicode = true, .width = 200});
  CAPTURE(text);
  CHECK(text.find("Some tools could not be asked") != text.npos);

  const Tested none = tested_with(eval, {});
  CHECK(none.exit_code() == 3);
  const auto untested = report(none, {.colour = false, .unicode = true, .width = 200});
  CAPTURE(untested);
  CHECK(
      untested.find("layout: judge `grader` is untested: nothing was recorded of its 4 examples") !=
      untested.npos);
  CHECK(untested.find("Some judges, tools could not be asked") != untested.npos);
}

TEST_CASE("cairn test --json") {
  const auto parsed = parse_json(to_json(std::vector{tested_with(eval, right)}));
  REQUIRE(parsed);
  const auto& record = *parsed.value.as<Record>();
  CHECK(to_json(*record.find("schema")) == "\"cairn.test/1\"");
  CHECK(to_json(*record.find("exit")) == "0");
  const auto& layout = *(*record.find("checks")->as<List>())[1].as<Record>();
  CHECK(to_json(*layout.find("right")) == "4");
  CHECK(to_json(*layout.find("agreement")) == "1");
  CHECK(to_json(*layout.find("cohen_kappa")) == "1");
  CHECK(to_json(*layout.find("trust")) == "\"trusted\"");
  CHECK(to_json(*layout.find("settled")) == "false");
  const auto& define = *(*record.find("defines")->as<List>())[0].as<Record>();
  CHECK(to_json(*define.find("wrong")) == "0");
}
