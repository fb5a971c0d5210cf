// Tools on answers that are asked for, beside judges.
#include <doctest/doctest.h>

#include "tests/runtime/live_eval.h"

using namespace cairn;
using namespace cairn::live;

namespace {

constexpr std::string_view eval_of_code = R"(cairn 1

eval x {
  prompt: ask
  model: "openai/under-test"
}

prompt ask {
  user: "A script that prints 3, {{item.id}}."
}

items topics {
  from: file("items.jsonl")
}

tool run_it {
  file "main.sh": first(code(answer, "sh"))
  run: "sh main.sh"
  timeout: 5 seconds
}

check right {
  tool: run_it
  require: trim(stdout) is "3"
}

check good {
  needs: [right]
  judge: grader
  question: "Is it short?"
  example right_one { answer: "good one" expect: pass }
  example right_two { answer: "good two" expect: pass }
  example wrong_one { answer: "bad one" expect: fail }
  example wrong_two { answer: "bad two" expect: fail }
}

judge grader {
  model: "openai/judge"
}
)";

// Every other answer prints something else.
Scripted writes_code(const Seen& seen) {
  if (is_judge(seen)) return honest(seen);
  const bool odd =
      seen.body.find("item1") != std::string::npos || seen.body.find("item3") != std::string::npos;
  return chat_reply({.text = odd ? "```sh\necho 4\n```" : "```sh\necho 3\n```"});
}

}  // namespace

TEST_CASE("tools run on answers as they come, and spare the judges what has failed") {
  const Project project;
  project.write("x.eval", eval_of_code);
  write_items(project, 4);
  ScriptedServer server(writes_code);
  const auto ran = run_eval(project, {.allow_tools = true}, environment_of(server.url()));
  REQUIRE_MESSAGE(ran.result.has_value(), fmt::format("{}", fmt::join(ran.mistakes, "; ")));
  const auto& checks = ran.result->summary.checks;
  CHECK(checks[0].passed == 2);
  CHECK(checks[0].failed == 2);
  CHECK(checks[1].passed == 2);
  CHECK(checks[1].failed == 2);  // Unasked.
  CHECK(counts_of(server).answers == 4);
  CHECK(counts_of(server).judged == 4 + 2);  // Of the examples, and of what passed.
}

TEST_CASE("nothing is asked where tools would be needed and are not allowed") {
  const Project project;
  project.write("x.eval", eval_of_code);
  write_items(project, 1);
  ScriptedServer server(writes_code);
  const auto ran = run_eval(project, {}, environment_of(server.url()));
  CHECK_FALSE(ran.result.has_value());
  CHECK(server.seen().empty());
}
