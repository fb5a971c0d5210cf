// Runs that ask: what is kept, taken again, paid for and gone on with, whatever the
// servers do.
#include <doctest/doctest.h>

#include <map>
#include <mutex>

#include "tests/runtime/live_eval.h"

using namespace cairn;
using namespace cairn::live;

TEST_CASE("a run asks the model and its judge, and keeps all of it") {
  const Project project;
  project.write("x.eval", eval_text);
  write_items(project, 3);
  ScriptedServer server(honest);
  const auto ran = run_eval(project, {}, environment_of(server.url()));
  REQUIRE_MESSAGE(ran.result.has_value(), fmt::format("{}", fmt::join(ran.mistakes, "; ")));
  const auto& summary = ran.result->summary;
  CHECK(summary.score == 1.0);
  CHECK(summary.model == "openai/under-test (under-test-2026)");
  CHECK_FALSE(summary.recorded);
  CHECK(summary.exit_code == 0);
  CHECK(summary.checks[1].trust.trust == Trust::trusted);
  const auto counts = counts_of(server);
  CHECK(counts.answers == 3);
  CHECK(counts.judged == 4 + 3);
  const auto log = project.read(ran.result->log);
  CHECK(log.find("sk-secret") == log.npos);
  CHECK(log.find("\"record\":\"example\"") != log.npos);

  SUBCASE("the log can be scored again, and shown") {
    const auto again = run_eval(project, {.answers = ran.result->log.string()});
    REQUIRE(again.result.has_value());
    CHECK(again.result->summary.score == 1.0);
  }
  SUBCASE("a second run takes all from the cache") {
    const auto before = server.requests();
    const auto again = run_eval(project, {}, environment_of(server.url()));
    REQUIRE(again.result.has_value());
    CHECK(again.result->summary.score == 1.0);
    CHECK(server.requests() == before);
    CHECK(project.read(again.result->log).find("\"cached\":true") != std::string::npos);
  }
  SUBCASE("but not where it is told to ask anew") {
    const auto before = server.requests();
    run_eval(project, {.cache = CacheMode::refresh}, environment_of(server.url()));
    CHECK(server.requests() == 2 * before);
    run_eval(project, {.cache = CacheMode::off}, environment_of(server.url()));
    CHECK(server.requests() == 3 * before);
  }
}

TEST_CASE("nothing is asked before everything can be") {
  const Project project;
  project.write("x.eval", eval_text);
  write_items(project, 2);
  ScriptedServer server(honest);
  const auto mistake = [&](const RunOptions& options, const Environment& environment) {
    const auto ran = run_eval(project, options, environment);
    CHECK_FALSE(ran.result.has_value());
    REQUIRE(ran.mistakes.size() == 1);
    return ran.mistakes.front();
  };
  const auto nothing_set = [](std::string_view) { return std::string(); };
  CHECK(mistake({}, nothing_set).find("OPENAI_API_KEY") != std::string::npos);
  CHECK(mistake({.budget_usd = 1}, environment_of(server.url()))
            .starts_with("R0113 0 the price of `openai/under-test` is not known"));
  CHECK(server.requests() == 0);
}

TEST_CASE("every item is answered or named, whatever the server does") {
  const Project project;
  project.write("x.eval", eval_text);
  write_items(project, 1000);
  std::mutex mutex;
  std::map<std::string, int> times;
  ScriptedServer server(
      [&](const Seen& seen) -> Scripted {
        int time = 0;
        {
          const std::lock_guard lock(mutex);
          time = times[seen.body]++;
        }
        const auto dice =
            (std::hash<std::string>()(seen.body) + static_cast<std::size_t>(time) * 7919) % 100;
        Scripted good = honest(seen);
        // One in a hundred requests never gets a good reply.
        const bool hopeless = std::hash<std::string>()(seen.body) % 100 == 0;
        if (!hopeless && dice >= 30) return good;
        switch (dice % 8) {
          case 0:
            return openai_error(500, "oops", "server_error");
          case 1: {
            auto slow = openai_error(429, "slow down", "rate_limit");
            slow.headers.emplace_back("Retry-After", "0.01");
            return slow;
          }
          case 2:
            return {.body = good.body.substr(0, good.body.size() / 2)};
          case 3:
            good.cut_after = 10;
            return good;
          case 4:
            return {.close_at_once = true};
          case 5:
            return openai_error(529, "overloaded", "overloaded_error");
          case 6:
            return {.body = R"({"error":{"code":502,"message":"upstream"}})"};
          default:
            return {.status = 503, .body = "<html>busy</html>"};
        }
      },
      {.keeps = Keeps::nothing});
  const auto ran = run_eval(project, {.concurrency = 64}, environment_of(server.url()));
  REQUIRE(ran.result.has_value());
  const auto& summary = ran.result->summary;
  CHECK(summary.items == 1000);
  CHECK(summary.answers == 1000);
  for (const auto& check : summary.checks) {
    CHECK(check.passed + check.failed + check.unanswered + check.not_applicable == 1000);
    CHECK(check.failed == 0);  // What broke is never a bad answer.
    CHECK(check.unanswered > 0);
    CHECK(check.unanswered < 60);
    for (const auto& open : check.open) CHECK_FALSE(open.why.empty());
  }
}

TEST_CASE("a budget is not passed, and what was paid is kept") {
  const Project project;
  std::string eval(eval_text);
  eval.replace(eval.find("\"openai/under-test\""), 19, "subject");
  eval.replace(eval.find("\"openai/judge\""), 14, "cheap");
  eval += R"(
model subject {
  id: "openai/under-test"
  max tokens: 100
  price in: 1000 USD
  price out: 10000 USD
}

model cheap {
  id: "openai/judge"
  max tokens: 100
  price in: 1 USD
  price out: 1 USD
}
)";
  project.write("x.eval", eval);
  write_items(project, 100);
  ScriptedServer server(honest);
  // A call reads 11 tokens and writes 7: 0.081 USD; it could cost up to 1.03 USD.
  const auto ran = run_eval(project, {.budget_usd = 3}, environment_of(server.url()));
  REQUIRE(ran.result.has_value());
  CHECK(ran.result->summary.exit_code == 3);
  CHECK(ran.result->stopped.find("budget") != std::string::npos);
  CHECK(ran.result->spent_usd <= 3);
  CHECK(ran.result->spent_usd > 1.5);
  const auto before = counts_of(server).answers;
  CHECK(before < 100);

  RunOptions on;
  on.resume = ran.result->summary.run;
  const auto resumed = run_eval(project, on, environment_of(server.url()));
  REQUIRE_MESSAGE(resumed.result.has_value(), fmt::format("{}", fmt::join(resumed.mistakes, "; ")));
  CHECK(resumed.result->summary.items_scored == 100);
  CHECK(resumed.result->summary.run == ran.result->summary.run);
  CHECK(counts_of(server).answers == 100);  // None was asked twice.
}

TEST_CASE("a run of another plan is not resumed") {
  const Project project;
  project.write("x.eval", eval_text);
  write_items(project, 2);
  ScriptedServer server(honest);
  REQUIRE(run_eval(project, {}, environment_of(server.url())).result.has_value());
  std::string eval(eval_text);
  eval.replace(eval.find("Write about"), 11, "Sing about");
  project.write("x.eval", eval);
  RunOptions on;
  on.resume = "";
  const auto ran = run_eval(project, on, environment_of(server.url()));
  CHECK_FALSE(ran.result.has_value());
  REQUIRE(ran.mistakes.size() == 1);
  CHECK(ran.mistakes[0].find("the prompt, the items or their draw have changed") !=
        std::string::npos);
}

TEST_CASE("a recording of a live run gives the same when it is scored") {
  const Project project;
  project.write("x.eval", eval_text);
  write_items(project, 5);
  ScriptedServer server(honest);
  const auto live =
      run_eval(project, {.record = project.path("r.jsonl")}, environment_of(server.url()));
  REQUIRE(live.result.has_value());
  const auto again = run_eval(project, {.answers = project.path("r.jsonl")});
  REQUIRE_MESSAGE(again.result.has_value(), fmt::format("{}", fmt::join(again.mistakes, "; ")));
  CHECK(again.result->summary.score == live.result->summary.score);
  CHECK(again.result->summary.checks[1].passed == 5);
  CHECK(again.result->summary.checks[1].trust.trust == Trust::trusted);
}

TEST_CASE("a run is resumed by the model that it asked, and by no other") {
  const Project project;
  std::string eval(eval_text);
  eval.erase(eval.find("  model: \"openai/under-test\"\n"), 29);
  project.write("x.eval", eval);
  write_items(project, 2);
  ScriptedServer server(honest);
  auto plan = planned(project);
  RunOptions asks;
  asks.ask_model = true;
  const auto run_with = [&](const char* id, const RunOptions& options) {
    plan.eval.model = program::Model{.heading = {}, .id = id};
    return run_plan(project, plan, options, environment_of(server.url()));
  };
  const auto first = run_with("openai/one", asks);
  REQUIRE(first.result.has_value());
  RunOptions on = asks;
  on.resume = first.result->summary.run;
  const auto other = run_with("openai/two", on);
  REQUIRE(other.mistakes.size() == 1);
  CHECK(other.mistakes[0].find("it asked another model") != std::string::npos);
  on.resume = "";
  const auto begun = run_with("openai/two", on);
  REQUIRE(begun.result.has_value());
  CHECK(begun.result->summary.run != first.result->summary.run);
  const auto same = run_with("openai/one", on);
  REQUIRE(same.result.has_value());
  CHECK(same.result->summary.run == first.result->summary.run);
}
