// A run read back from its log is the run that was.
#include "runtime/logged/logged_run.h"

#include "runtime/logged/run_outline.h"
#include "runtime/report/terminal.h"
#include "runtime/stats/tally.h"
#include "runtime/summary_read.h"
#include "tests/project.h"

using namespace cairn;

namespace {

constexpr std::string_view text = R"(cairn 1

eval e "Soup" {
  samples: 3
  slices: [item.cuisine]
  group by: item.maker
  answers: file("answers.jsonl")
  report: [score, tone.f1, score[item.cuisine is "thai"]]
  goal: score >= 90% and long.median <= 3
}

items soups {
  from: file("items.jsonl")
}

check hot {
  require: answer contains "hot"
}

check tone {
  says: answer
  should say: item.label
}

check words_short {
  for each: word in words(answer)
  require: word matches "^.{1,5}$"
  combine: share
}

check long {
  measure: word_count(answer)
}
)";

void write_eval(const Project& project) {
  project.write("x.eval", text);
  std::string items, answers;
  for (int i = 0; i < 8; ++i) {
    items += fmt::format(R"({{"id":"s{}","cuisine":"{}","maker":"m{}","label":"hot"}})", i,
                         i % 2 ? "thai" : "greek", i / 2) +
             "\n";
    for (int k = 0; k < 3; ++k)
      answers += fmt::format(R"({{"item":"s{}","sample":{},"answer":"{}","model":"m"}})", i, k,
                             (i + k) % 3 ? "hot" : "a rather lukewarm soup") +
                 "\n";
  }
  answers.replace(answers.rfind(R"("answer":"hot")"), 14, R"("error":"no reply")");
  project.write("items.jsonl", items);
  project.write("answers.jsonl", answers);
}

LoggedRun read_back(const std::string& path, LogDetail detail = LogDetail::everything) {
  DiskLoader loader;
  auto run = read_logged_run(loader, path, standard_library(), detail);
  if (!run) FAIL(run.error().what);
  return *std::move(run);
}

struct Fixture {
  Project project;
  RunResult result;
  Fixture() {
    write_eval(project);
    RunOptions options;
    options.labels = {{"data_mix", "v3"}};
    auto ran = run_eval(project, options);
    for (const auto& mistake : ran.mistakes) MESSAGE(mistake);
    REQUIRE(ran.result);
    result = *std::move(ran.result);
  }
  std::string log() const { return result.log.string(); }
};

}  // namespace

TEST_CASE("a summary read back writes the same JSON and the same report") {
  const Fixture ran;
  const auto run = read_back(ran.log());
  CHECK(to_json(run.summary) == to_json(ran.result.summary));
  CHECK(report(run.summary, {}) == report(ran.result.summary, {}));
  CHECK(run.labels == std::vector<std::pair<std::string, std::string>>{{"data_mix", "v3"}});
  CHECK(run.eval == "e");
  CHECK(run.time == "2026-11-24T16:40:00Z");
  CHECK(run.grouped());
}

TEST_CASE("items read back come to the numbers of the run") {
  const Fixture ran;
  const auto run = read_back(ran.log());
  REQUIRE(run.items.size() == 8);
  const auto& item = run.items[1];
  CHECK(item.scored.id == "s1");
  CHECK(item.scored.group == "m0");
  CHECK(item.scored.slices == std::vector<std::optional<std::string>>{"thai"});
  CHECK(*item.fields.find("label")->as<std::string>() == "hot");
  REQUIRE(item.answers.size() == 3);
  CHECK(item.answers[0].text() == "hot");
  CHECK(item.answers[0].model == "m");
  CHECK(run.items[7].answers[1].error == "no reply");
  CHECK(run.items[7].answers[1].turns.empty());

  Tally tally(run.plan, {});
  for (const auto& one : run.items) tally.add(one.scored);
  const auto again = tally.finish();
  CHECK(again.score == run.summary.score);
  CHECK(again.rerun_band == run.summary.rerun_band);
  CHECK(again.sample_scores == run.summary.sample_scores);
  REQUIRE(again.checks.size() == run.summary.checks.size());
  for (std::size_t i = 0; i < again.checks.size(); ++i) {
    CHECK(again.checks[i].score == run.summary.checks[i].score);
    CHECK(again.checks[i].f1 == run.summary.checks[i].f1);
    CHECK(again.checks[i].median == run.summary.checks[i].median);
  }
}

TEST_CASE("of two verdicts on one sample the later counts, and a missing one is open") {
  const Fixture ran;
  auto log = ran.project.read(ran.log());
  log += R"({"record":"verdict","item":"s1","sample":0,"check":"hot","outcome":"failed","score":0})"
         "\n";
  const auto at = log.find(R"({"record":"verdict","item":"s2","sample":1,"check":"hot")");
  REQUIRE(at != log.npos);
  log.erase(at, log.find('\n', at) + 1 - at);
  ran.project.write("edited.jsonl", log);
  const auto run = read_back(ran.project.path("edited.jsonl"));
  const auto& corrected = run.items[1].scored.samples[0].checks[0].outcome;
  REQUIRE(std::holds_alternative<Scored>(corrected));
  CHECK_FALSE(std::get<Scored>(corrected).passed);
  CHECK(std::holds_alternative<Unanswered>(run.items[2].scored.samples[1].checks[0].outcome));
}

TEST_CASE("a run without its summary says how to go on") {
  const Fixture ran;
  auto log = ran.project.read(ran.log());
  log.erase(log.rfind(R"({"record":"summary")"));
  ran.project.write("cut.jsonl", log + R"({"record":"verd)");
  DiskLoader loader;
  const auto run = read_logged_run(loader, ran.project.path("cut.jsonl"), standard_library(),
                                   LogDetail::verdicts);
  REQUIRE_FALSE(run);
  CHECK(run.error().what.find("--resume " + ran.result.summary.run) != std::string::npos);
  const auto outline = read_run_outline(ran.project.path("cut.jsonl"));
  REQUIRE(outline);
  CHECK(outline->id == ran.result.summary.run);
  CHECK_FALSE(outline->summary);
}

TEST_CASE("an outline is read from the ends of a log, whatever answers hold") {
  const Fixture ran;
  auto log = ran.project.read(ran.log());
  const auto outline = read_run_outline(ran.log());
  REQUIRE(outline);
  REQUIRE(outline->summary);
  CHECK(to_json(*outline->summary) == to_json(ran.result.summary));
  CHECK(outline->hash_score == ran.result.summary.hash_score);
  // Longer than what is read at first, and with the words of a summary in it.
  std::string noise;
  for (int i = 0; i < 3000; ++i)
    noise += R"({"record":"note","text":"{\"record\":\"summary\",\"summary\":{}}"})"
             "\n";
  ran.project.write("long.jsonl", log + noise);
  const auto longer = read_run_outline(ran.project.path("long.jsonl"));
  REQUIRE(longer);
  REQUIRE(longer->summary);
  CHECK(longer->summary->score == ran.result.summary.score);
}

TEST_CASE("what is no run log is said to be none") {
  const Project project;
  project.write("x.jsonl", R"({"item":"p1","answer":"a"})"
                           "\n");
  DiskLoader loader;
  const auto run =
      read_logged_run(loader, project.path("x.jsonl"), standard_library(), LogDetail::verdicts);
  REQUIRE_FALSE(run);
  CHECK(run.error().what.find("is no run log") != std::string::npos);
  CHECK_FALSE(read_run_outline(project.path("x.jsonl")));
  CHECK_FALSE(read_run_outline(project.path("absent.jsonl")));
}
