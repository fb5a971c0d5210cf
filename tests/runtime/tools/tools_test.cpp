// Runs of evals whose checks ask tools: real programs in the sandbox that works here.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "tests/runtime/tools/tool_eval.h"

using namespace cairn;
using namespace cairn::tools;

TEST_CASE("a tool decides by what its program does") {
  const Project project;
  project.write("x.eval", one_tool);
  project.write("a.jsonl",
                answers_of({"echo 3", "echo 4", "exit 7", "echo 3; echo lost >&2; exit 1",
                            "sleep 60", "kill -SEGV $$", "yes"}));
  const auto ran = run_eval(project, allowed());
  REQUIRE(ran.mistakes == std::vector<std::string>{});
  const auto& check = check_in(ran, "right");
  CHECK(check.passed == 1);
  CHECK(check.failed == 6);
  CHECK(check.unanswered == 0);
  const auto why = reasons(check);
  CHECK(any_contains(why, "`run_it` ended with 7"));
  CHECK(any_contains(why, "`run_it` ended with 1: lost"));
  CHECK(any_contains(why, "`run_it` ran longer than 1 second and was stopped"));
  CHECK(any_contains(why, "`run_it` was ended by signal 11"));
  CHECK(
      any_contains(why, "\"4\" is not \"3\""));  // The condition explains the wrong result itself.
  const auto evidence = records_of(ran, "evidence");
  REQUIRE(evidence.size() == 7);
  CHECK(field(evidence[0], "stdout") == "3\n");
  CHECK(field(evidence[0], "exit_code") == "0");
  CHECK(field(evidence[0], "timed_out") == "no");
  CHECK(field(evidence[4], "timed_out") == "yes");
  for (const auto& one : evidence) {
    const auto level = sandbox_level_named(field(one, "sandbox"));
    REQUIRE(level.has_value());
    CHECK(*level != SandboxLevel::none);
  }
  // What was printed without end is cut.
  CHECK(field(evidence[6], "stdout").size() < 1'200'000);
  CHECK(field(evidence[6], "stdout").ends_with("[cut: what it printed after 1 MB]"));
}

TEST_CASE("nothing runs that was not allowed") {
  const Project project;
  project.write("x.eval", one_tool);
  project.write("a.jsonl", answers_of({"echo 3"}));
  const auto refused = run_eval(project);
  CHECK_FALSE(refused.result.has_value());
  REQUIRE(refused.mistakes.size() == 1);
  CHECK(refused.mistakes[0] ==
        "R0117 0 this eval starts programs: its tool `run_it` runs `sh main.sh`");
  CHECK_FALSE(fs::exists(project.folder() / ".cairn" / "cache" / "tools"));
}

TEST_CASE("what an earlier run gave is not run again") {
  const Project project;
  const auto eval = std::string(one_tool);
  project.write("x.eval", eval);
  // Each time it runs it would print something else.
  project.write("a.jsonl", answers_of({"cat /proc/uptime; date +%N", "sleep 5"}));
  const auto out = [](const Ran& ran, std::size_t sample) {
    const auto all = records_of(ran, "evidence");
    REQUIRE(all.size() == 2);
    return field(all[sample], "stdout") + field(all[sample], "cached");
  };
  const auto first = out(run_eval(project, allowed()), 0);
  CHECK(first.ends_with("(none)"));
  const auto again = run_eval(project, allowed());
  CHECK(out(again, 0) == first.substr(0, first.size() - 6) + "yes");
  CHECK(any_contains(again.result->summary.notes, "1 result of a tool was taken"));
  // How long it took decided: that is looked at again.
  CHECK(out(again, 1).ends_with("(none)"));
  auto fresh = allowed();
  fresh.cache = CacheMode::refresh;
  CHECK(out(run_eval(project, fresh), 0) != first);
  // Another limit is another tool.
  project.write("x.eval", edited(eval, "1 seconds", "2 seconds"));
  CHECK(out(run_eval(project, allowed()), 0).ends_with("(none)"));
}

TEST_CASE("a recording holds what tools gave, and is scored without running them") {
  const Project project;
  project.write("x.eval", one_tool);
  project.write("a.jsonl", answers_of({"echo 3", "exit 7", "sleep 5"}));
  auto options = allowed();
  options.record = project.folder() / "b.jsonl";
  const auto ran = run_eval(project, options);
  for (const auto* answers : {"b.jsonl", "last"}) {
    CAPTURE(answers);
    const auto again =
        run_eval(project, {.answers = answers == std::string("last") ? ran.result->log.string()
                                                                     : project.path(answers)});
    REQUIRE(again.mistakes == std::vector<std::string>{});
    CHECK(reasons(check_in(again, "right")) == reasons(check_in(ran, "right")));
    CHECK(check_in(again, "right").passed == 1);
    CHECK(check_in(again, "right").failed == 2);
  }
}

TEST_CASE("a file of a plan that leaves its folder is not written") {
  const Project project;
  project.write("x.eval", one_tool);
  project.write("a.jsonl", answers_of({"echo 3"}));
  auto plan = planned(project);
  for (const std::string name : {"../out.sh", "/tmp/out.sh", "a/../../out.sh", ""}) {
    CAPTURE(name);
    plan.tools.front().files.front().name = name;
    const auto ran = run_plan(project, plan, allowed());
    REQUIRE(ran.result.has_value());
    CHECK(check_in(ran, "right").unanswered == 1);
  }
}

TEST_CASE("an interrupted run stops its programs and goes on with the rest") {
  const Project project;
  auto eval = edited(one_tool, "1 seconds", "60 seconds");
  eval += "\nitem other { want: \"3\" }\n";
  project.write("x.eval", eval);
  project.write("a.jsonl", R"({"item":"adds","answer":"echo 3"}
{"item":"other","answer":"sleep 50"}
)");
  std::atomic<bool> stop = false;
  auto options = allowed();
  options.stop = &stop;
  options.threads = 1;
  const auto begun = std::chrono::steady_clock::now();
  std::jthread soon([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    stop = true;
  });
  const auto ran = run_eval(project, options);
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(20));
  REQUIRE(ran.result.has_value());
  CHECK(ran.result->interrupted);
  for (const auto& one : records_of(ran, "verdict")) CHECK(field(one, "outcome") == "passed");
}

TEST_CASE("a tool whose program is not installed is told before anything runs") {
  const Project project;
  auto eval = edited(one_tool, "sh main.sh", "no-such-compiler main.sh");
  project.write("x.eval", eval);
  project.write("a.jsonl", answers_of({"echo 3"}));
  const auto ran = run_eval(project, allowed());
  CHECK_FALSE(ran.result.has_value());
  CHECK(any_contains(ran.mistakes, "R0119 0 the tool `run_it` runs `no-such-compiler`"));
}

TEST_CASE("the network is allowed by itself") {
  const Project project;
  auto eval = edited(one_tool, "timeout:", "network: yes\n  timeout:");
  project.write("x.eval", eval);
  project.write("a.jsonl", answers_of({"echo 3"}));
  const auto refused = run_eval(project, allowed());
  CHECK_FALSE(refused.result.has_value());
  CHECK(any_contains(refused.mistakes, "R0118 0 the tool `run_it` wants the network"));
  auto options = allowed();
  options.allow_network = true;
  CHECK(check_in(run_eval(project, options), "right").passed == 1);
}

TEST_CASE("items run at the same time") {
  const Project project;
  project.write("x.eval", one_tool);
  auto eval = edited(one_tool, "1 seconds", "20 seconds");
  project.write("x.eval", eval + "\nitem other { want: \"3\" }\n");
  project.write("a.jsonl", R"({"item":"adds","answer":"sleep 2; echo 3"}
{"item":"other","answer":"sleep 2; echo 3 "}
)");
  auto options = allowed();
  options.threads = 2;
  const auto begun = std::chrono::steady_clock::now();
  CHECK(check_in(run_eval(project, options), "right").passed == 2);
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::milliseconds(3900));
}

TEST_CASE("what was recorded of other checks stays in a recording") {
  const Project project;
  project.write("x.eval", std::string(one_tool) + R"(
check kind {
  judge: grader
  question: "Is it kind?"
}

judge grader {
  model: "openai/judge"
}
)");
  project.write("a.jsonl",
                R"({"item":"adds","answer":"echo 3","verdicts":{"kind":"yes"},"ratings":[]}
)");
  auto options = allowed();
  options.record = project.folder() / "b.jsonl";
  options.only = {"right"};
  REQUIRE(run_eval(project, options).result.has_value());
  const auto row = parse_json(project.read("b.jsonl"));
  const Value* verdicts = row.value.as<Record>()->find("verdicts");
  REQUIRE(verdicts != nullptr);
  CHECK(field(*verdicts->as<Record>(), "kind") == "yes");
  CHECK(verdicts->as<Record>()->find("right") != nullptr);
}

TEST_CASE("a tool of which nothing was recorded still has to be allowed") {
  const Project project;
  project.write("x.eval", std::string(one_tool) + R"(
check fast {
  tool: run_it
  require: time <= 1 seconds
}
)");
  project.write(
      "a.jsonl",
      R"({"item":"adds","answer":"echo 3","verdicts":{"right":{"exit_code":0,"stdout":"3"}}}
)");
  const auto refused = run_eval(project);
  CHECK_FALSE(refused.result.has_value());
  CHECK(any_contains(refused.mistakes, "R0117"));
  const auto alone = run_eval(project, {.only = {"right"}});
  REQUIRE(alone.result.has_value());
  CHECK(check_in(alone, "right").passed == 1);
}

TEST_CASE("a model of the run that is resumed is not started unasked") {
  const Project project;
  const std::string eval = R"(cairn 1

eval x {
  prompt: ask
  model: app
}

prompt ask {
  user: "Say {{item.want}}."
}

model app {
  run: "sh app.sh"
}

item adds { want: "3" }

check right {
  require: answer contains "3"
}
)";
  project.write("x.eval", eval);
  project.write("app.sh", "echo 3");
  const Environment none = [](std::string_view) { return std::string(); };
  REQUIRE(run_eval(project, allowed(), none).result.has_value());
  std::string changed = eval;
  changed.replace(changed.find("model: app"), 10, "model: \"openai/other\"");
  changed.replace(changed.find("model app"), 9, "model idle");
  project.write("x.eval", changed);
  std::vector<std::string> asked_about;
  RunOptions options{.resume = "last"};
  options.permit = [&](const StartedPrograms& programs) {
    asked_about.push_back(in_words(programs));
    return false;
  };
  const auto resumed = run_eval(project, options, none);
  CHECK_FALSE(resumed.result.has_value());
  REQUIRE(asked_about.size() == 1);
  CHECK(asked_about[0].find("sh app.sh") != std::string::npos);
}
