// Real input: 1,319 solutions of grade-school maths problems, scored by an eval of one line.
#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/real/rows.h"
#include "tests/run_program.h"

namespace cairn {
namespace {

using nlohmann::json;

TEST_CASE("the verdicts on GSM8K are the published ones, on every row") {
  const std::filesystem::path data = CAIRN_ROOT "/../shared/data/gsm8k";
  if (!std::filesystem::exists(data)) {
    MESSAGE("skipped: GSM8K is not beside this checkout");
    return;
  }
  const ScratchFolder folder;
  std::string problems;
  auto rows = rows_of(text_of(data / "test.jsonl"));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i]["id"] = std::to_string(i);
    problems += rows[i].dump() + "\n";
  }
  const auto solutions = text_of(data / "solutions_one_model.jsonl");
  folder.write("problems.jsonl", problems);
  folder.write("solutions.jsonl", solutions);
  folder.write("gsm8k.eval", text_of(CAIRN_ROOT "/tests/real/gsm8k.eval"));

  const auto ran = folder.run(
      "run gsm8k.eval --answers solutions.jsonl --answers-item item --answers-text solution "
      "--out run.jsonl --json");
  CAPTURE(ran.err);
  REQUIRE(ran.code == 0);

  std::map<std::string, bool> published;
  std::size_t right = 0;
  for (const auto& row : rows_of(solutions)) {
    published[std::to_string(row["item"].get<int>())] = row["is_correct"];
    right += row["is_correct"] ? 1U : 0U;
  }
  REQUIRE(published.size() == 1319);

  std::size_t verdicts = 0, differ = 0;
  for (const auto& record : rows_of(folder.read("run.jsonl"))) {
    if (record["record"] != "verdict") continue;
    ++verdicts;
    differ += (record["outcome"] == "passed") != published.at(record["item"]) ? 1U : 0U;
  }
  CHECK(verdicts == 1319);
  CHECK(differ == 0);
  CHECK(json::parse(ran.out)["checks"][0]["passed"] == right);
}

}  // namespace
}  // namespace cairn
