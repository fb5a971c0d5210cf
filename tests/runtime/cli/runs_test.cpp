// `cairn runs`, as it is typed.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>

#include "lang/data/json.h"
#include "tests/run_program.h"

using namespace cairn;

namespace {

constexpr std::string_view fruit = R"(cairn 1

eval fruit "Fruit" {
  prompt: ask
  answers: file("answers.jsonl")
}

prompt ask {
  user: "Name a fruit that is {{item.colour}}."
}

item red { colour: "red" }
item green { colour: "green" }
item yellow { colour: "yellow" }

check apple {
  require: answer mentions "apple"
}

check short {
  require: word_count(answer) <= 3
}
)";

constexpr std::string_view another_check =
    "\ncheck brief {\n  require: word_count(answer) <= 9\n}\n";

// One letter an item: `a` has both checks right, `b` one, `f` none.
std::string answers(std::string_view letters) {
  constexpr std::string_view items[] = {"red", "green", "yellow"};
  std::string rows;
  for (std::size_t i = 0; i < letters.size(); ++i)
    rows += fmt::format("{{\"item\":\"{}\",\"answer\":\"{}\"}}\n", items[i],
                        letters[i] == 'a'   ? "an apple"
                        : letters[i] == 'b' ? "a pear"
                                            : "a pear and a plum");
  return rows;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

// "by.values" of a record, a step a field.
const Value& at(const Record& record, std::string_view field) {
  const auto dot = field.find('.');
  const Value* value = record.find(field.substr(0, dot));
  REQUIRE_MESSAGE(value, field);
  return dot == field.npos ? *value : at(*value->as<Record>(), field.substr(dot + 1));
}

double number_at(const Record& record, std::string_view field) {
  return at(record, field).as<Number>()->value;
}

class FruitProject {
 public:
  FruitProject() {
    folder.write("fruit.eval", fruit);
    folder.write(".git/HEAD", "");
  }
  void run(std::string_view letters, std::string_view options = {}) const {
    folder.write("answers.jsonl", answers(letters));
    const auto ran = folder.run(fmt::format("run fruit.eval {}", options));
    REQUIRE_MESSAGE(ran.code == 0, ran.err);
  }
  Record json(std::string_view typed) const {
    const auto ran = folder.run(fmt::format("{} --json", typed));
    REQUIRE_MESSAGE(ran.code == 0, ran.err);
    const auto parsed = parse_json(ran.out);
    REQUIRE(parsed);
    return *parsed.value.as<Record>();
  }
  // What `cairn runs --json` says of the oldest.
  std::string first_run(std::string_view field) const {
    const auto made = json("runs");
    const auto& runs = *at(made, "runs").as<List>();
    REQUIRE_FALSE(runs.empty());
    return *at(*runs.front().as<Record>(), field).as<std::string>();
  }

  ScratchFolder folder;
};

}  // namespace

TEST_CASE("cairn runs: without runs it says how to make one") {
  const FruitProject project;
  const auto all = project.folder.run("runs");
  CHECK(all.code == 0);
  CHECK(all.out == "There are no runs yet: `cairn run FILE` makes one.\n");
  CHECK(project.folder.run("runs fruit.eval").out ==
        "There are no runs of `fruit` yet: `cairn run fruit.eval` makes one.\n");
  CHECK(at(project.json("runs"), "runs").as<List>()->empty());
}

TEST_CASE("cairn runs: the log of runs, and the history of one eval") {
  const FruitProject project;
  project.run("abf");
  project.run("aab");
  const auto all = project.folder.run("runs");
  CHECK(all.code == 0);
  CHECK(holds(all.out, "Run "));
  CHECK(holds(all.out, "fruit"));
  CHECK(all.out.find("50.0%") < all.out.find("83.3%"));
  CHECK_FALSE(holds(all.out, "compare"));

  for (const auto* typed : {"runs fruit.eval", "runs fruit", "runs ./fruit.eval"}) {
    CAPTURE(typed);
    const auto one = project.folder.run(typed);
    CHECK(holds(one.out, "Score of 2 comparable runs"));
    CHECK(holds(one.out, "50.0% to 83.3%, 33.3 points more, within the error bars."));
    CHECK(holds(one.out, "cairn compare "));
    CHECK(holds(one.out, "1 of 3 items passed every time: red\n"));
    CHECK(holds(one.out, "yellow  score 25.0%  always fails apple\n"));
  }
  const auto made = project.json("runs fruit.eval");
  CHECK(*at(made, "schema").as<std::string>() == "cairn.runs/1");
  CHECK(number_at(made, "change.difference") == doctest::Approx(1.0 / 3));
  CHECK(number_at(made, "saturation.runs") == 2);
  CHECK(at(made, "by").is_missing());
}

TEST_CASE("cairn runs: scores of another definition are marked and held against nothing") {
  const FruitProject project;
  project.run("abf");
  project.folder.write("fruit.eval", std::string(fruit) + std::string(another_check));
  project.run("aab");
  const auto one = project.folder.run("runs fruit");
  CHECK(holds(one.out, "50.0%  *"));
  CHECK(holds(one.out, "* scored by another definition"));
  CHECK_FALSE(holds(one.out, "comparable run"));
  CHECK_FALSE(holds(one.out, "cairn compare"));
}

TEST_CASE("cairn runs --by: runs of one value are taken together, on common items") {
  const FruitProject project;
  project.run("abf", "--label data_mix=v2");
  project.run("aaf", "--label data_mix=v2");
  project.run("aab", "--label data_mix=v10");
  project.run("fff");
  const auto text = project.folder.run("runs --by data_mix").out;
  CHECK(holds(text,
              "fruit by data_mix · 2 values · 3 runs · on the 3 items that all values "
              "scored\n"));
  CHECK(text.find("v2 ") < text.find("v10 "));
  const auto made = project.json("runs fruit.eval --by data_mix");
  const auto& values = *at(made, "by.values").as<List>();
  REQUIRE(values.size() == 2);
  const auto& first = *values[0].as<Record>();
  CHECK(at(first, "runs").as<List>()->size() == 2);
  // 1, (1/2 + 1)/2 and 0.
  CHECK(number_at(first, "score") == doctest::Approx((1 + 0.75 + 0) / 3));
  const auto& checks = *at(first, "checks").as<List>();
  CHECK(number_at(*checks[0].as<Record>(), "score") == doctest::Approx((1 + 0.5 + 0) / 3));
}

TEST_CASE("cairn runs --by: runs of another definition are counted and left out") {
  const FruitProject project;
  project.run("abf", "--label data_mix=v1");
  project.folder.write("fruit.eval", std::string(fruit) + std::string(another_check));
  project.run("aab", "--label data_mix=v2");
  const auto text = project.folder.run("runs --by data_mix").out;
  CHECK(holds(text, "1 value "));
  CHECK(holds(text, "! left out, scored by another definition: 1 run ("));
}

TEST_CASE("cairn runs --by: a label that no run has") {
  const FruitProject project;
  project.run("abf");
  struct Case {
    std::string typed, error;
  };
  CHECK(project.folder.run("runs --by data_mix").err ==
        "error: no run has a label `data_mix`\n"
        "  label the next: cairn run FILE --label data_mix=VALUE\n");
  project.run("abf", "--label data_mix=v1 --label step=4");
  const Case cases[] = {
      {"runs --by data_mx", "error: no run has a label `data_mx`\n  did you mean `data_mix`?\n"},
      {"runs fruit --by colour",
       "error: no run of `fruit` has a label `colour`\n"
       "  there are `data_mix`, `step`; `model` and `prompt` can be used too\n"},
      {"runs --by prompt",
       "error: no run that ended says what its prompt was\n"
       "  recorded answers say it only in part: label runs by `--label` instead\n"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.typed);
    const auto ran = project.folder.run(c.typed);
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(ran.err == c.error);
  }
}

TEST_CASE("cairn runs: what is no eval and no file") {
  const FruitProject project;
  project.run("abf", "--label data_mix=v1");
  const auto id = project.first_run("run");
  project.folder.write("sub/x.txt", "");
  project.folder.write("broken.eval", "this is no eval {\n");
  struct Case {
    std::string typed, error;
  };
  const Case cases[] = {
      {"runs fruits",
       "error: there is no file and no eval with runs called `fruits`\n"
       "  did you mean `fruit`?\n"},
      {"runs vegetables",
       "error: there is no file and no eval with runs called `vegetables`\n"
       "  there are runs of `fruit`\n"},
      {"runs sub", "error: sub is a folder\n  there are runs of `fruit`\n"},
      {"runs " + id, fmt::format("error: there is no file and no eval with runs called `{0}`\n"
                                 "  `{0}` is a run: `cairn show {0} ITEM` shows one of its items\n",
                                 id)},
      {"runs broken.eval",
       "error: broken.eval has no `eval` that can be read\n"
       "  `cairn check broken.eval` says what is wrong with it\n"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.typed);
    const auto ran = project.folder.run(c.typed);
    CHECK(ran.code == 2);
    CHECK(ran.err == c.error);
  }
}

TEST_CASE("cairn runs: logs that are torn or of another version are listed, with why") {
  const FruitProject project;
  project.run("abf");
  const std::string folder = ".cairn/runs/20300101T000000Z-fruit-";
  project.folder.write(folder + "aaaaaaaa/run.jsonl",
                       "{\"record\":\"run\",\"schema\":\"cairn.run/9\"}\n");
  project.folder.write(folder + "bbbbbbbb/run.jsonl", "");
  project.folder.write(folder + "cccccccc/run.jsonl", "not json\n");
  const auto log = project.first_run("log");
  const auto all = project.folder.read(log.substr(log.find(".cairn")));
  project.folder.write(folder + "dddddddd/run.jsonl",
                       all.substr(0, all.find("{\"record\":\"verdict\"") + 9));
  const auto listed = project.folder.run("runs fruit.eval");
  CHECK(listed.code == 0);
  CHECK(holds(listed.out, "unreadable"));
  CHECK(holds(listed.out, "another version of cairn"));
  CHECK(holds(listed.out, "not ended"));
  CHECK(holds(listed.out, "  cairn run fruit.eval --resume dddd\n"));
  CHECK(at(project.json("runs"), "runs").as<List>()->size() == 5);
}
