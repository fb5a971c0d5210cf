// `cairn compare`, as it is typed: what it says, what scripts read, what it refuses.
#include <doctest/doctest.h>

#include <string>

#include "lang/data/json.h"
#include "tests/run_program.h"

namespace cairn {
namespace {

constexpr std::string_view greeting = R"(cairn 1

eval greeting {
  answers: file("good.jsonl")
  answer: answer
  slices: [item.tone]
}

items guests {
  from: file("guests.jsonl")
}

check short {
  require: word_count(answer) <= 5
}

check polite {
  require: answer mentions "please"
}
)";

constexpr int guest_count = 24;

std::string guests() {
  std::string text;
  for (int i = 0; i < guest_count; ++i)
    text +=
        "{\"id\":\"g" + std::to_string(i) + "\",\"tone\":\"" + (i < 12 ? "warm" : "cool") + "\"}\n";
  return text;
}

// The first `bad` answers do without the word that makes them polite.
std::string answers(int bad, const std::string& model) {
  std::string text;
  for (int i = 0; i < guest_count; ++i)
    text += "{\"item\":\"g" + std::to_string(i) + "\",\"answer\":\"" +
            (i < bad ? "come in" : "please come in") + "\",\"model\":\"" + model + "\"}\n";
  return text;
}

// A project with an eval and nothing run yet.
class Greetings {
 public:
  Greetings() {
    folder.write("greeting.eval", greeting);
    folder.write("guests.jsonl", guests());
    folder.write("good.jsonl", answers(0, "kettle-1"));
    folder.write("bad.jsonl", answers(11, "kettle-2"));
    folder.write(".cairn/runs/.keep", "");
  }
  void ran(const std::string& more) const {
    const auto run = folder.run("run greeting.eval " + more);
    INFO(run.err);
    REQUIRE(run.code == 0);
  }

  ScratchFolder folder;
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

// "checks.0.name" of a JSON text, as JSON.
std::string at(const std::string& json, std::string_view path) {
  const auto parsed = parse_json(json);
  REQUIRE_MESSAGE(parsed, json);
  Value value = parsed.value;
  while (!path.empty()) {
    const auto end = std::min(path.find('.'), path.size());
    const std::string step(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
    const Value* next = nullptr;
    if (const auto* list = value.as<List>()) next = &list->at(std::stoul(step));
    if (const auto* record = value.as<Record>()) next = record->find(step);
    REQUIRE_MESSAGE(next != nullptr, step);
    value = Value(*next);
  }
  return to_json(value);
}

}  // namespace

TEST_CASE("cairn compare says what broke, where, and what to type next") {
  const Greetings made;
  made.ran("--out before.jsonl");
  made.ran("--answers bad.jsonl --out after.jsonl");
  const auto run = made.folder.run("compare before.jsonl after.jsonl");
  INFO(run.out);
  CHECK(run.code == 0);
  CHECK(has(run.out, "kettle-1 ("));
  CHECK(has(run.out, "→ kettle-2 ("));
  CHECK(has(run.out, "greeting · the same 24 items, compared item by item"));
  CHECK(has(run.out, "100% → 77.1%   -22.9 points   WORSE   p < 0.001"));
  CHECK(has(run.out, "polite"));
  CHECK(has(run.out, "Broke in polite (11): g0, g1, g2, g3, g4 …; 11 of 11 are item.tone"));
  CHECK(has(run.out, "cairn show after.jsonl g0"));
  CHECK(has(run.out, "cairn report after.jsonl --format html --against before.jsonl"));
  CHECK(made.folder.run("show after.jsonl g0").code == 0);
}

TEST_CASE("cairn compare: runs by id and as last, and the exit code for scripts") {
  const Greetings made;
  made.ran("");
  made.ran("--answers bad.jsonl");
  CHECK(made.folder.run("compare last~1 last").code == 0);
  CHECK(made.folder.run("compare last~1 last --exit-code").code == 1);
  CHECK(made.folder.run("compare last last~1 --exit-code").code == 0);
  const auto run = made.folder.run("compare last~1 last --json");
  const auto id = at(run.out, "after");
  // It says an id, for `last` will be another run.
  const auto shown = made.folder.run("compare last~1 last");
  CHECK(has(shown.out, "cairn show " + id.substr(1, id.size() - 2) + " g0"));
}

TEST_CASE("cairn compare --json: the fields that scripts rely on") {
  const Greetings made;
  made.ran("--out before.jsonl");
  made.ran("--answers bad.jsonl --out after.jsonl");
  const auto json = made.folder.run("compare before.jsonl after.jsonl --json").out;
  CHECK(at(json, "schema") == "\"cairn.compare/1\"");
  CHECK(at(json, "comparable") == "true");
  CHECK(at(json, "why_not") == "null");
  CHECK(at(json, "items") == "24");
  CHECK(at(json, "score.before") == "1");
  CHECK(at(json, "verdict") == "\"worse\"");
  CHECK(at(json, "items_to_settle") == "null");
  CHECK(at(json, "correlation.pearson") == "null");
  CHECK(at(json, "checks.0.name") == "\"short\"");
  CHECK(at(json, "checks.0.verdict") == "\"can't tell\"");
  CHECK(at(json, "checks.0.p") == "1");
  CHECK(at(json, "checks.0.other_tests.wilcoxon") == "null");
  CHECK(at(json, "checks.1.verdict") == "\"worse\"");
  CHECK(at(json, "checks.1.broke") == "11");
  CHECK(at(json, "checks.1.fixed") == "0");
  CHECK(at(json, "checks.1.broke_items.10") == "\"g10\"");
  CHECK(at(json, "checks.1.broke_in.value") == "\"warm\"");
  CHECK(at(json, "checks.1.p") == "0.0009765625");
  CHECK(at(json, "checks.1.p_adjusted") == "0.001953125");
  CHECK(at(json, "checks.1.other_tests.mcnemar_exact") == "0.0009765625");
}

TEST_CASE("cairn compare: another definition is said, and what is equal is compared") {
  const Greetings made;
  made.ran("--out before.jsonl");
  auto changed = std::string(greeting);
  changed.replace(changed.find("<= 5"), 4, "<= 2");
  made.folder.write("greeting.eval", changed);
  made.ran("--out after.jsonl");
  const auto run = made.folder.run("compare before.jsonl after.jsonl");
  CHECK(run.code == 0);
  CHECK(has(run.out, "not comparable"));
  CHECK(has(run.out, "rule `word_count(answer) <= 5` → `word_count(answer) <= 2`"));
  CHECK(has(run.out, "short: not compared: changed: rule"));
  CHECK(has(run.out, "can't tell   p = 1.00"));
  CHECK(made.folder.run("compare before.jsonl after.jsonl --exit-code").code == 3);
}

TEST_CASE("cairn compare: of three runs, who leads and who cannot be told apart") {
  const Greetings made;
  made.folder.write("other.jsonl", answers(1, "kettle-3"));
  made.ran("--out bad.run --answers bad.jsonl --label mix=b");
  made.ran("--out good.run --label mix=a");
  made.ran("--out other.run --answers other.jsonl --label mix=a");
  const auto run = made.folder.run("compare bad.run good.run other.run");
  INFO(run.out);
  CHECK(run.code == 0);
  CHECK(has(run.out, "24 items that all 3 runs scored"));
  CHECK(has(run.out, "kettle-1, mix=a"));
  CHECK(has(run.out, "cairn compare other.run good.run"));
  const auto json = made.folder.run("compare bad.run good.run other.run --json").out;
  CHECK(at(json, "schema") == "\"cairn.leaderboard/1\"");
  CHECK(at(json, "runs.0.model") == "\"kettle-1\"");
  CHECK(at(json, "runs.0.rank") == "1");
  CHECK(at(json, "runs.1.model") == "\"kettle-3\"");
  CHECK(at(json, "runs.1.rank") == "1");
  CHECK(at(json, "runs.2.rank") == "3");
  CHECK(at(json, "runs.2.not_told_from") == "[]");
  CHECK(at(json, "runs.2.labels.mix") == "\"b\"");
  const auto gate = made.folder.run("compare bad.run good.run other.run --exit-code");
  CHECK(gate.code == 2);
  CHECK(has(gate.err, "name two runs"));
}

TEST_CASE("cairn compare refuses what cannot be compared, and says what to type") {
  const Greetings made;
  made.ran("--out before.jsonl");
  made.folder.write("copy/run.jsonl", made.folder.read("before.jsonl"));
  auto other = std::string(greeting);
  other.replace(other.find("eval greeting"), 13, "eval farewell");
  made.folder.write("farewell.eval", other);
  REQUIRE(made.folder.run("run farewell.eval --out farewell.jsonl").code == 0);
  const auto log = made.folder.read("before.jsonl");
  made.folder.write("killed.jsonl", log.substr(0, log.find("{\"record\":\"summary\"")));
  struct Case {
    std::string typed;
    std::string said;
  };
  const Case cases[] = {
      {"compare", "needs RUN RUN"},
      {"compare before.jsonl", "needs RUN RUN"},
      {"compare before.jsonl before.jsonl", "are the same run"},
      {"compare before.jsonl copy", "are the same run"},
      {"compare before.jsonl farewell.jsonl",
       "is a run of the eval `greeting`, and `farewell.jsonl` one of `farewell`"},
      {"compare before.jsonl nothing", "there is no run `nothing`"},
      {"compare before.jsonl greeting.eval", "greeting.eval"},
      {"compare before.jsonl guests.jsonl", "guests.jsonl"},
      {"compare before.jsonl killed.jsonl", "ended before its summary"},
      {"compare before.jsonl last", "there are no runs"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.typed);
    const auto run = made.folder.run(one.typed);
    CHECK(run.code == 2);
    CHECK(run.out.empty());
    CHECK_MESSAGE(has(run.err, one.said), run.err);
  }
}

}  // namespace cairn
