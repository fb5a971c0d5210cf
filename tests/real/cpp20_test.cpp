// Real input: forty C++ programs with tests, twenty of them wrong, compiled and run by the
// library's own tool. The programs come from HumanEvalPack (bigcode, MIT licence).
#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/real/rows.h"
#include "tests/run_program.h"

namespace cairn {
namespace {

using nlohmann::json;

TEST_CASE("forty C++ programs pass or fail their tests as they are known to") {
  const std::filesystem::path data = CAIRN_ROOT "/../shared/data/code/fixture_cpp20.jsonl";
  if (!std::filesystem::exists(data)) {
    MESSAGE("skipped: the C++ programs are not beside this checkout");
    return;
  }
  const ScratchFolder folder;
  std::string problems, answers;
  std::map<std::pair<std::string, int>, bool> known;  // By task and sample.
  for (const auto& row : rows_of(text_of(data))) {
    const bool right = row["kind"] == "canonical";
    const std::string task = row["task_id"];
    const int sample = right ? 0 : 1;
    if (right) problems += json{{"id", task}, {"test", row["test"]}}.dump() + "\n";
    const auto program =
        row["program_head"].get<std::string>() + row["solution"].get<std::string>();
    const auto answer = "```cpp\n" + program + "\n```";
    answers += json{{"item", task}, {"sample", sample}, {"answer", answer}}.dump() + "\n";
    known[{task, sample}] = row["observed"] == "pass";
  }
  REQUIRE(known.size() == 40);
  folder.write("problems.jsonl", problems);
  folder.write("answers.jsonl", answers);
  folder.write("cpp20.eval", text_of(CAIRN_ROOT "/tests/real/cpp20.eval"));

  const auto ran =
      folder.run("run cpp20.eval --answers answers.jsonl --allow-tools --out run.jsonl --json");
  CAPTURE(ran.err);
  REQUIRE(ran.code == 0);

  std::size_t verdicts = 0;
  for (const auto& record : rows_of(folder.read("run.jsonl"))) {
    if (record["record"] != "verdict") continue;
    ++verdicts;
    CAPTURE(record.dump());
    CHECK((record["outcome"] == "passed") == known.at({record["item"], record["sample"]}));
  }
  CHECK(verdicts == 40);
  CHECK(json::parse(ran.out)["checks"][0]["passed"] == 20);
}

}  // namespace
}  // namespace cairn
