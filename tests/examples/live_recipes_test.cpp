// The recipes example against live servers: what its recorded answers and replies say
// comes from a model of OpenAI's format and a judge of Anthropic's.
#include <doctest/doctest.h>

#include <map>

#include "lang/data/json.h"
#include "tests/project.h"
#include "tests/server/replies.h"
#include "tests/server/scripted_server.h"

using namespace cairn;

namespace {

const std::string example = CAIRN_ROOT "/examples/recipes/";

std::vector<Record> rows_of(const std::string& name) {
  std::ifstream file(example + name);
  std::vector<Record> rows;
  for (std::string line; std::getline(file, line);) {
    auto json = parse_json(line);
    if (auto* record = std::get_if<Record>(&json.value.data)) rows.push_back(std::move(*record));
  }
  REQUIRE_FALSE(rows.empty());
  return rows;
}

std::string field(const Record& record, std::string_view name) {
  const Value* value = record.find(name);
  return value && value->as<std::string>() ? *value->as<std::string>() : std::string();
}

// As it stands inside a JSON text.
std::string escaped(std::string_view text) {
  std::string quoted;
  append_json_string(quoted, text);
  return quoted.substr(1, quoted.size() - 2);
}

// What was recorded, found by the text that a request shows.
struct Recorded {
  std::map<std::string, std::string> answers;  // By transcript.
  std::map<std::string, std::string> replies;  // By answer.

  explicit Recorded(const Plan& plan) {
    std::map<std::string, std::string> transcripts;
    for (const auto& row : rows_of("videos.jsonl"))
      transcripts[field(row, "id")] = escaped(field(row, "transcript"));
    for (const auto& row : rows_of("kettle-2.jsonl")) {
      if (const auto answer = field(row, "answer"); !answer.empty()) {
        answers.emplace(transcripts[field(row, "item")], answer);
        const auto* all = row.find("replies") ? row.find("replies")->as<Record>() : nullptr;
        if (all) replies.emplace(escaped(answer), field(*all, "layout"));
      } else if (const auto name = field(row, "example"); !name.empty()) {
        for (const auto& one : plan.checks.front().check.examples)
          if (one.heading.name == name)
            replies.emplace(escaped(field(one.given, "answer")), field(row, "reply"));
      }
    }
  }

  Scripted reply_to(const Seen& seen) const {
    const bool judge = seen.path.ends_with("/messages");
    for (const auto& [shown, text] : judge ? replies : answers)
      if (seen.body.find(shown) != std::string::npos)
        return judge ? anthropic_reply({.text = text}) : chat_reply({.text = text});
    return openai_error(400, "nothing was recorded of this", "x");
  }
};

}  // namespace

TEST_CASE("the recipes example runs live as it does from its recording") {
  DiskLoader loader;
  const auto compiled = compile(example + "recipes.eval", loader, standard_library());
  REQUIRE_FALSE(compiled.diagnostics.any_errors());
  Plan plan = make_plan(compiled.program, "recipes.eval", example, compiled.bound, compiled.items);
  plan.eval.model = program::Model{.heading = {}, .id = "openai/kettle-2"};
  const Recorded recorded(plan);
  ScriptedServer server([&](const Seen& seen) { return recorded.reply_to(seen); });
  const auto environment = [&](std::string_view name) -> std::string {
    if (name.ends_with("_API_KEY")) return "k";
    return name == "OPENAI_BASE_URL"      ? server.url() + "/v1"
           : name == "ANTHROPIC_BASE_URL" ? server.url()
                                          : "";
  };
  const Project project;
  const auto live = run_plan(project, plan, {.samples = 1, .ask_model = true}, environment);
  REQUIRE_MESSAGE(live.result.has_value(), fmt::format("{}", fmt::join(live.mistakes, "; ")));
  const auto replayed = run_plan(project, plan, {.samples = 1});
  REQUIRE(replayed.result.has_value());
  const auto& summary = live.result->summary;
  CHECK(summary.answers == 12);
  CHECK(summary.checks[0].trust.trust == Trust::trusted);
  for (std::size_t i = 0; i < summary.checks.size(); ++i) {
    CAPTURE(summary.checks[i].name);
    if (summary.checks[i].evidence == "panel") continue;  // People are not asked by a run.
    CHECK(summary.checks[i].score == replayed.result->summary.checks[i].score);
    CHECK(summary.checks[i].unanswered == 0);
  }
}
