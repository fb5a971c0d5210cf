#include "runtime/run.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "lang/compile.h"
#include "lang/data/json.h"
#include "runtime/disk_loader.h"
#include "runtime/log_reader.h"
#include "stdlib/stdlib.h"
#include "tests/project.h"

using namespace cairn;

namespace {

// "ITEM/SAMPLE CHECK OUTCOME [why]" of each verdict in the log.
std::vector<std::string> verdicts_in(const fs::path& log) {
  DiskLoader loader;
  auto reader = LogReader::open(loader, log.string());
  REQUIRE(reader.has_value());
  std::vector<std::string> verdicts;
  while (true) {
    auto record = reader->next();
    REQUIRE(record.has_value());
    if (!*record) return verdicts;
    const auto text = [&](std::string_view key) -> std::string {
      const Value* value = (*record)->find(key);
      return value ? printed(*value) : std::string();
    };
    if (text("record") != "verdict") continue;
    auto line =
        fmt::format("{}/{} {} {}", text("item"), text("sample"), text("check"), text("outcome"));
    if (!text("why").empty()) line += ": " + text("why");
    verdicts.push_back(std::move(line));
  }
}

std::string joined(const std::vector<std::string>& lines) {
  return fmt::format("{}\n", fmt::join(lines, "\n"));
}

std::string without_run_id(const Summary& summary) {
  auto copy = summary;
  copy.run.clear();
  return to_json(copy);
}

constexpr std::string_view two_items = R"(
item france { capital: "Paris" }
item japan { capital: "Tokyo" }
)";

std::string eval_with(std::string_view checks) {
  return fmt::format("cairn 1\neval x {{\n  answers: file(\"a.jsonl\")\n}}\n{}{}", two_items,
                     checks);
}

constexpr std::string_view right = "check right {\n  require: answer contains item.capital\n}\n";

}  // namespace

TEST_CASE("run: recorded answers are scored") {
  struct Case {
    std::string about;
    std::string checks, answers;
    std::vector<std::string> verdicts;
  };
  const std::string needs =
      "check long {\n  needs: [right]\n  require: answer contains \"is\"\n}\n";
  const Case cases[] = {
      {"passed and failed",
       std::string(right),
       "{\"item\":\"france\",\"answer\":\"Paris\"}\n{\"item\":\"japan\",\"answer\":\"Kyoto\"}\n",
       {"france/0 right passed", "japan/0 right failed: `answer` does not contain \"Tokyo\""}},
      {"whatever the order in the file",
       std::string(right),
       "{\"item\":\"japan\",\"sample\":1,\"answer\":\"Tokyo\"}\n"
       "{\"item\":\"france\",\"answer\":\"Paris\"}\n{\"item\":\"japan\",\"answer\":\"Tokyo\"}\n",
       {"france/0 right passed", "japan/0 right passed", "japan/1 right passed"}},
      {"no reply leaves all checks unanswered",
       std::string(right) + needs,
       "{\"item\":\"france\",\"answer\":\"Paris is it\"}\n"
       "{\"item\":\"japan\",\"error\":\"timed out\"}\n",
       {"france/0 right passed", "france/0 long passed",
        "japan/0 right unanswered: no reply: timed out",
        "japan/0 long unanswered: no reply: timed out"}},
      {"a failed need fails the check and says which",
       needs + std::string(right),
       "{\"item\":\"france\",\"answer\":\"Paris is it\"}\n{\"item\":\"japan\",\"answer\":\"is\"}\n",
       {"france/0 long passed", "france/0 right passed",
        "japan/0 long failed: it needs `right`, which failed",
        "japan/0 right failed: `answer` does not contain \"Tokyo\""}},
      {"a check's own answer replaces the word in its other settings",
       "check last {\n  answer: item.capital\n  require: answer is item.capital\n}\n" +
           std::string(right),
       "{\"item\":\"france\",\"answer\":\"Paris\"}\n{\"item\":\"japan\",\"answer\":\"no\"}\n",
       {"france/0 last passed", "france/0 right passed", "japan/0 last passed",
        "japan/0 right failed: `answer` does not contain \"Tokyo\""}},
      {"what is not there is not judged",
       "check quick {\n  when: item.capital is \"Paris\"\n  require: reply.time <= 2 seconds\n}\n",
       "{\"item\":\"france\",\"answer\":\"Paris\",\"reply\":{\"time\":1.5}}\n"
       "{\"item\":\"japan\",\"error\":\"gone\"}\n",
       {"france/0 quick passed", "japan/0 quick not_applicable"}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const Project project;
    project.write("x.eval", eval_with(c.checks));
    project.write("a.jsonl", c.answers);
    const auto ran = run_eval(project);
    CHECK(joined(ran.mistakes) == joined({}));
    REQUIRE(ran.result.has_value());
    CHECK(joined(verdicts_in(ran.result->log)) == joined(c.verdicts));
  }
}

TEST_CASE("run: what does not fit is refused, and nothing is scored") {
  struct Case {
    std::string about;
    std::string answers;
    std::vector<std::string> mistakes;
  };
  const std::string france = "{\"item\":\"france\",\"answer\":\"Paris\"}\n";
  const std::string japan = "{\"item\":\"japan\",\"answer\":\"Tokyo\"}\n";
  const Case cases[] = {
      {"a misspelt key",
       france + "{\"item\":\"japan\",\"anwser\":\"Tokyo\"}\n",
       {"E0180 2 `anwser` means nothing in recorded answers", "E0182 2 this row lacks answer"}},
      {"a key of reply",
       france + "{\"item\":\"japan\",\"answer\":\"\",\"reply\":{\"seconds\":1}}\n",
       {"E0180 2 `reply.seconds` means nothing in recorded answers"}},
      {"a value of another kind",
       france + "{\"item\":\"japan\",\"answer\":7}\n",
       {"E0181 2 `answer` is 7, not a text"}},
      {"two answers for one sample",
       france + japan + france,
       {"E0183 3 item `france` has two answers for sample 0"}},
      {"an unknown item",
       france + japan + "{\"item\":\"peru\",\"answer\":\"Lima\"}\n",
       {"E0184 0 1 of 3 recorded answers are for items that this eval does not have: `peru`"}},
      {"an item without an answer",
       france,
       {"E0185 0 1 of 2 items have no recorded answer: `japan`"}},
      {"no JSON",
       france + "{\"item\":\"japan\" \"answer\":\"Tokyo\"}\n" + japan,
       {"E0157 2 this is not valid JSON: "}},
      {"an empty file", "", {"E0153 0 "}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const Project project;
    project.write("x.eval", eval_with(right));
    project.write("a.jsonl", c.answers);
    const auto ran = run_eval(project);
    CHECK_FALSE(ran.result.has_value());
    REQUIRE(ran.mistakes.size() == c.mistakes.size());
    for (std::size_t i = 0; i < c.mistakes.size(); ++i)
      CHECK(ran.mistakes[i].substr(0, c.mistakes[i].size()) == c.mistakes[i]);
    CHECK_FALSE(fs::exists(project.folder() / ".cairn" / "runs"));
  }
}

TEST_CASE("run: answers in other layouts give the same") {
  struct Case {
    std::string file;
    std::string text;
    RunOptions options;
  };
  const Case cases[] = {
      {"a.json",
       "[{\"item\":\"france\",\"answer\":\"Paris\"},{\"item\":\"japan\",\"answer\":\"\"}]",
       {}},
      {"a.csv", "item,sample,answer\nfrance,0,Paris\njapan,0,\n", {}},
      {"b.jsonl",
       "\xEF\xBB\xBF{\"item\":\"france\",\"answer\":\"Paris\"}\r\n"
       "{\"item\":\"japan\",\"answer\":\"\"}",
       {}},
      {"c.csv",
       "key,response,note\nfrance,Paris,good\njapan,,bad\n",
       {.answers_item = "key", .answers_text = "response"}},
      {"c.jsonl",
       "{\"key\":\"france\",\"response\":\"Paris\",\"score\":3}\n{\"key\":\"japan\",\"response\":"
       "\"\"}\n",
       {.answers_item = "key", .answers_text = "response"}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.file);
    const Project project;
    project.write("x.eval", eval_with(right));
    project.write(c.file, c.text);
    auto options = c.options;
    options.answers = project.path(c.file);
    const auto ran = run_eval(project, options);
    CHECK(joined(ran.mistakes) == joined({}));
    REQUIRE(ran.result.has_value());
    CHECK(verdicts_in(ran.result->log) ==
          std::vector<std::string>{"france/0 right passed",
                                   "japan/0 right failed: `answer` does not contain \"Tokyo\""});
  }
}

TEST_CASE("run: neither threads nor the order of answers change a bit") {
  const Project project;
  std::string items, forward;
  std::vector<std::string> rows;
  for (int i = 0; i < 2000; ++i) {
    items +=
        fmt::format("{{\"id\":\"i{}\",\"capital\":\"c{}\",\"kind\":\"k{}\"}}\n", i, i % 7, i % 3);
    for (int sample = 0; sample < 2; ++sample)
      rows.push_back(fmt::format("{{\"item\":\"i{}\",\"sample\":{},\"answer\":\"is c{}\"}}\n", i,
                                 sample, (i + sample) % 5));
  }
  project.write("items.jsonl", items);
  project.write("x.eval",
                "cairn 1\neval x {\n  answers: file(\"a.jsonl\")\n  slices: [item.kind]\n"
                "  group by: item.kind\n}\nitems rows {\n  from: file(\"items.jsonl\")\n}\n"
                "check right {\n  require: answer contains item.capital\n  weight: 3\n}\n"
                "check short {\n  score: 1 / 3\n  passes at: 30%\n}\n");
  for (const auto& row : rows) forward += row;
  project.write("a.jsonl", forward);
  const auto plan = planned(project);
  const auto one = run_plan(project, plan, {.threads = 1});
  REQUIRE(one.result.has_value());
  const auto expected = without_run_id(one.result->summary);
  const auto log = verdicts_in(one.result->log);
  CHECK(log.size() == 8000);
  for (const std::size_t threads : {1U, 4U}) {
    // Every seventh row, then those left, from the end.
    std::string shuffled;
    for (std::size_t i = 0; i < rows.size(); i += 7) shuffled += rows[i];
    for (std::size_t i = rows.size(); i-- > 0;)
      if (i % 7 != 0) shuffled += rows[i];
    project.write("b.jsonl", shuffled);
    RunOptions options;
    options.answers = project.path("b.jsonl");
    options.threads = threads;
    const auto ran = run_plan(project, plan, options);
    REQUIRE(ran.result.has_value());
    CHECK(without_run_id(ran.result->summary) == expected);
    CHECK(verdicts_in(ran.result->log) == log);
  }
}

TEST_CASE("run: what the command line may change") {
  const Project project;
  project.write("x.eval",
                eval_with(std::string(right) +
                          "check short {\n  needs: [right]\n  require: answer is not empty\n}\n"
                          "check other {\n  require: answer contains \"x\"\n}\n"));
  project.write("a.jsonl",
                "{\"item\":\"france\",\"answer\":\"Paris\"}\n"
                "{\"item\":\"france\",\"sample\":1,\"answer\":\"Rome\"}\n"
                "{\"item\":\"japan\",\"answer\":\"Tokyo\"}\n");
  struct Case {
    std::string about;
    RunOptions options;
    std::vector<std::string> verdicts;
    std::vector<std::string> mistakes;
  };
  const Case cases[] = {
      {"a check and those it needs",
       {.only = {"short"}, .items = {"japan"}},
       {"japan/0 right passed", "japan/0 short passed"},
       {}},
      {"the first samples",
       {.only = {"right"}, .samples = 1},
       {"france/0 right passed", "japan/0 right passed"},
       {}},
      {"no such check", {.only = {"rihgt"}}, {}, {"R0104 0 there is no check called `rihgt`"}},
      {"no such item", {.items = {"peru"}}, {}, {"R0105 0 there is no item `peru` in this eval"}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto ran = run_eval(project, c.options);
    CHECK(joined(ran.mistakes) == joined(c.mistakes));
    REQUIRE(ran.result.has_value() == c.mistakes.empty());
    if (ran.result) CHECK(joined(verdicts_in(ran.result->log)) == joined(c.verdicts));
  }
  // The same one item for a seed, whoever asks.
  const auto first = run_eval(project, {.only = {"right"}, .take = 1});
  const auto second = run_eval(project, {.only = {"right"}, .take = 1, .threads = 1});
  REQUIRE(first.result.has_value());
  CHECK(first.result->summary.items == 1);
  CHECK(verdicts_in(first.result->log) == verdicts_in(second.result->log));
}

TEST_CASE("run: --answers-only says how many were left out") {
  const Project project;
  project.write("x.eval", eval_with(right));
  project.write("a.jsonl", "{\"item\":\"japan\",\"answer\":\"Tokyo\"}\n");
  const auto ran = run_eval(project, {.answers_only = true});
  REQUIRE(ran.result.has_value());
  CHECK(ran.result->summary.left_out == 1);
  CHECK(std::ranges::count(ran.result->summary.notes,
                           "1 of 2 items have no recorded answer and were left out") == 1);
  CHECK(verdicts_in(ran.result->log) == std::vector<std::string>{"japan/0 right passed"});
}

TEST_CASE("run: a plan that was written runs like its eval, until a file changes") {
  const Project project;
  project.write("items.jsonl", "{\"id\":\"a\",\"capital\":\"Paris\"}\n");
  project.write("x.eval",
                "cairn 1\neval x {\n  answers: file(\"a.jsonl\")\n}\n"
                "items rows {\n  from: file(\"items.jsonl\")\n}\n" +
                    std::string(right));
  project.write("a.jsonl", "{\"item\":\"a\",\"answer\":\"Paris\"}\n");
  const auto plan = planned(project);
  Diagnostics diagnostics;
  const auto read = read_plan(to_json(plan), "plan.json", standard_library(), diagnostics);
  REQUIRE(read.has_value());
  const auto from_eval = run_plan(project, plan), from_plan = run_plan(project, *read);
  REQUIRE(from_eval.result.has_value());
  REQUIRE(from_plan.result.has_value());
  CHECK(without_run_id(from_plan.result->summary) == without_run_id(from_eval.result->summary));
  project.write("items.jsonl", "{\"id\":\"a\",\"capital\":\"Rome\"}\n");
  const auto changed = run_plan(project, *read);
  CHECK_FALSE(changed.result.has_value());
  REQUIRE(changed.mistakes.size() == 1);
  CHECK(changed.mistakes[0].starts_with("R0103"));
}

TEST_CASE("run: what was recorded, and a log, give the same result again") {
  const Project project;
  project.write("x.eval", eval_with(std::string(right) +
                                    "check quick {\n  require: reply.time <= 2 seconds\n}\n"));
  project.write(
      "a.jsonl",
      "{\"item\":\"france\",\"answer\":\"Paris\",\"model\":\"m/1\",\"reply\":{\"time\":1.50,"
      "\"tokens\":{\"in\":3,\"out\":4},\"finish_reason\":\"length\",\"cost\":0.01}}\n"
      "{\"item\":\"japan\",\"answers\":[\"so\",\"Tokyo\"]}\n"
      "{\"item\":\"japan\",\"sample\":3,\"error\":\"gone\"}\n");
  RunOptions options;
  options.record = project.folder() / "recorded.jsonl";
  const auto first = run_eval(project, options);
  CHECK(first.mistakes == std::vector<std::string>());
  REQUIRE(first.result.has_value());
  const auto expected = without_run_id(first.result->summary);
  const auto verdicts = verdicts_in(first.result->log);
  for (const auto& answers : {project.path("recorded.jsonl"), first.result->log.string(),
                              first.result->summary.run, std::string("last")}) {
    CAPTURE(answers);
    RunOptions again;
    again.answers = answers;
    const auto ran = run_eval(project, again);
    CHECK(joined(ran.mistakes) == joined({}));
    REQUIRE(ran.result.has_value());
    CHECK(without_run_id(ran.result->summary) == expected);
    CHECK(verdicts_in(ran.result->log) == verdicts);
  }
}

TEST_CASE("run: evidence that was recorded is in the log, and decides the same again") {
  const Project project;
  project.write("x.eval", R"(cairn 1

eval x {
  answers: file("a.jsonl")
}

item soup { parts: ["egg", "salt", "leek"] }
item cake { parts: ["egg"] }

check listed {
  judge: grader
  for each: part in item.parts
  question: "Is {{part}} listed?"
  combine: share
}
check kind {
  judge: three
  question: "Is it kind?"
}
check better {
  judge: grader
  question: "Is it better?"
  compare with: "Mix all."
}
check compiles {
  tool: compiler
  require: exit_code is 0
}
check liked {
  reward: scorer
  measure: reward
}
check pleasant {
  panel: cooks
  question: "Would you cook it?"
}

judge grader {
  model: "a/b"
  trust when: always
  because: "a test"
}
judge three {
  model: "a/b"
  samples: 3
  trust when: always
  because: "a test"
}
reward scorer {
  model: "a/b"
}
tool compiler {
  run: "true"
}
panel cooks {
  raters: 2
  protocol: "Read it."
  trust when: always
  because: "a test"
}
)");
  project.write(
      "a.jsonl",
      R"({"item":"soup","answer":"Egg.","replies":{"listed":["verdict: yes","Hm.","verdict: no"],"kind":["verdict: yes","verdict: no","verdict: yes"]},"verdicts":{"better":{"first":"better","swapped":"worse"},"compiles":{"exit_code":1,"stderr":"bad","time":0.5},"liked":{"reward":1.5}},"ratings":[{"check":"pleasant","rater":"ana","answer":"yes"},{"check":"pleasant","rater":"ben","answer":"yes"}]})"
      "\n"
      R"({"item":"cake","answer":"Cake.","verdicts":{"listed":["yes"],"kind":null,"better":{"first":"better","swapped":"better"},"compiles":null},"ratings":[{"check":"pleasant","rater":"ana","answer":"no"},{"check":"pleasant","rater":"ben","answer":"yes"}]})"
      "\n");
  RunOptions options;
  options.record = project.folder() / "recorded.jsonl";
  const auto first = run_eval(project, options);
  CHECK(joined(first.mistakes) == joined({}));
  REQUIRE(first.result.has_value());
  const auto verdicts = joined(verdicts_in(first.result->log));
  for (const auto* outcome :
       {"soup/0 listed unanswered", "soup/0 kind passed", "soup/0 better failed",
        "soup/0 compiles failed", "soup/0 liked measured", "soup/0 pleasant passed",
        "cake/0 listed passed", "cake/0 kind unanswered", "cake/0 better passed",
        "cake/0 compiles unanswered", "cake/0 liked unanswered", "cake/0 pleasant unanswered"}) {
    CAPTURE(verdicts);
    CHECK_MESSAGE(verdicts.find(outcome) != std::string::npos, std::string(outcome));
  }
  const auto better =
      std::ranges::find(first.result->summary.checks, "better", &CheckSummary::name);
  REQUIRE(better != first.result->summary.checks.end());
  CHECK(better->flip_rate == 0.5);
  for (const auto& answers : {project.path("recorded.jsonl"), first.result->log.string()}) {
    CAPTURE(answers);
    RunOptions again;
    again.answers = answers;
    const auto ran = run_eval(project, again);
    CHECK(joined(ran.mistakes) == joined({}));
    REQUIRE(ran.result.has_value());
    CHECK(joined(verdicts_in(ran.result->log)) == verdicts);
    CHECK(without_run_id(ran.result->summary) == without_run_id(first.result->summary));
  }
}

TEST_CASE("run: a log that was cut short is read without its torn line") {
  const Project project;
  project.write("x.eval", eval_with(right));
  project.write(
      "a.jsonl",
      "{\"item\":\"france\",\"answer\":\"Paris\"}\n{\"item\":\"japan\",\"answer\":\"Tokyo\"}\n");
  const auto ran = run_eval(project);
  REQUIRE(ran.result.has_value());
  const auto whole = project.read(ran.result->log);
  const auto cut = whole.rfind("\"outcome\":\"passed\"");
  project.write("torn.jsonl", whole.substr(0, cut));
  CHECK(verdicts_in(project.folder() / "torn.jsonl") ==
        std::vector<std::string>{"france/0 right passed"});
  RunOptions options;
  options.answers = project.path("torn.jsonl");
  const auto again = run_eval(project, options);
  CHECK(again.mistakes == std::vector<std::string>());
  REQUIRE(again.result.has_value());
  CHECK(verdicts_in(again.result->log).size() == 2);
}

TEST_CASE("run: a log that cannot be written costs nothing but the log") {
  const Project project;
  project.write("x.eval", eval_with(right));
  project.write(
      "a.jsonl",
      "{\"item\":\"france\",\"answer\":\"Paris\"}\n{\"item\":\"japan\",\"answer\":\"Tokyo\"}\n");
  project.write("file", "");
  for (const char* out : {"/dev/full", "file/run.jsonl"}) {
    CAPTURE(out);
    RunOptions options;
    options.out = out[0] == '/' ? fs::path(out) : project.folder() / out;
    const auto ran = run_eval(project, options);
    REQUIRE(ran.result.has_value());
    CHECK(ran.result->summary.score == 1.0);
    CHECK(ran.result->summary.exit_code == 3);
    REQUIRE_FALSE(ran.result->summary.notes.empty());
    CHECK(ran.result->summary.notes.back().starts_with("cannot write `"));
  }
}

TEST_CASE("run: a disk that is full in the middle of a log leaves a log that can be read") {
  const Project project;
  project.write("x.eval", eval_with(right));
  project.write("a.jsonl",
                "{\"item\":\"france\",\"answer\":\"Paris\"}\n"
                "{\"item\":\"japan\",\"answer\":\"Tokyo\"}\n");
  const auto whole = run_eval(project);
  REQUIRE(whole.result.has_value());
  const auto text = project.read(whole.result->log);
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  auto* handler = std::signal(SIGXFSZ, SIG_IGN);
  // Room for the plan and the first item.
  const rlimit small{text.find("\"item\":\"japan\""), before.rlim_max};
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  RunOptions options;
  options.out = project.folder() / "full.jsonl";
  const auto ran = run_eval(project, options);
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  REQUIRE(ran.result.has_value());
  CHECK(ran.result->summary.score == 1.0);
  CHECK(ran.result->summary.exit_code == 3);
  CHECK(joined(verdicts_in(options.out)) == "france/0 right passed\n");
}

TEST_CASE("run: Ctrl-C saves what was finished") {
  const Project project;
  project.write("x.eval", eval_with(right));
  project.write(
      "a.jsonl",
      "{\"item\":\"france\",\"answer\":\"Paris\"}\n{\"item\":\"japan\",\"answer\":\"Tokyo\"}\n");
  const std::atomic<bool> stop = true;
  RunOptions options;
  options.stop = &stop;
  const auto ran = run_eval(project, options);
  REQUIRE(ran.result.has_value());
  CHECK(ran.result->interrupted);
  CHECK(ran.result->summary.exit_code == 130);
  CHECK(project.read(ran.result->log).find("\"record\":\"summary\"") != std::string::npos);
}
