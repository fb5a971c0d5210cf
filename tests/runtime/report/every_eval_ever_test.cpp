// Every Eval Ever: documents that its schema takes, with what the run says in them.
#include "runtime/report/every_eval_ever.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "lang/data/json.h"
#include "stdlib/native/schema/schema.h"
#include "tests/runtime/report/reports.h"

using namespace cairn;

namespace {

Value parsed(const std::string& text) {
  auto made = parse_json(text);
  CAPTURE(text);
  REQUIRE(made);
  return std::move(made.value);
}

// What the schema says against it; empty if nothing.
std::string mistake_in(const Value& document, const std::string& schema_name) {
  std::ifstream file(CAIRN_ROOT "/tests/every_eval_ever/" + schema_name);
  const auto schema = schema::compile(parsed({std::istreambuf_iterator<char>(file), {}}));
  REQUIRE(schema);
  const auto found = schema->test(document, schema::Reasons::wanted);
  if (const auto* why = std::get_if<schema::DoesNotFit>(&found)) return why->sentence();
  return std::holds_alternative<schema::Fits>(found) ? "" : "cannot tell";
}

// The JSON of what stands at "a/0/b"; empty if there is nothing.
std::string at(const Value& document, std::string_view path) {
  const Value* here = &document;
  while (here && !path.empty()) {
    const auto step = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), step.size() + 1));
    if (const auto* list = here->as<List>()) {
      const auto index = static_cast<std::size_t>(std::stoul(std::string(step)));
      here = index < list->size() ? &(*list)[index] : nullptr;
    } else {
      const auto* record = here->as<Record>();
      here = record ? record->find(step) : nullptr;
    }
  }
  return here ? to_json(*here) : "";
}

std::vector<Value> lines_of(const std::string& text) {
  std::vector<Value> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = text.find('\n', begin);
    lines.push_back(parsed(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return lines;
}

}  // namespace

TEST_CASE("Every Eval Ever: the headline, every check, and how far each can be trusted") {
  const auto document = parsed(every_eval_ever_report(small_report(), {}));
  CHECK(mistake_in(document, "aggregate.schema.json") == "");
  struct Case {
    std::string path, json;
  };
  const Case cases[] = {
      {"evaluation_id", "\"recipes/imaginary/kettle-2/1795538400\""},
      {"retrieved_timestamp", "\"1795538400\""},  // date -u -d 2026-11-24T16:40:00Z +%s
      {"model_info/id", "\"imaginary/kettle-2\""},
      {"source_metadata/source_organization_name", "\"recipes team\""},
      {"detailed_evaluation_results", ""},
      {"evaluation_results/0/evaluation_name", "\"recipes\""},
      {"evaluation_results/0/score_details/score", "0.75"},
      {"evaluation_results/0/metric_config/max_score", "1"},
      {"evaluation_results/0/score_details/uncertainty/num_samples", "4"},
      // Scores 1, 0, 1, 1: sd 0.5, over 2.
      {"evaluation_results/0/score_details/uncertainty/standard_error/value", "0.25"},
      {"evaluation_results/1/evaluation_name", "\"recipes/short\""},
      {"evaluation_results/1/metric_config/llm_scoring", ""},
      {"evaluation_results/2/metric_config/evaluation_description", "\"Ingredients first\""},
      {"evaluation_results/2/metric_config/llm_scoring/judges/0/model_info/id", "\"openai/judge\""},
      {"evaluation_results/2/metric_config/llm_scoring/judges/0/temperature", "0"},
      {"evaluation_results/2/metric_config/llm_scoring/additional_details/question",
       "\"Is every ingredient of {{item.id}} listed first?\""},
      {"evaluation_results/2/metric_config/llm_scoring/additional_details/verdicts", "\"yes, no\""},
      {"evaluation_results/2/score_details/details/trust", "\"untested\""},
      {"evaluation_results/2/score_details/details/unanswered", "\"1\""},
      {"evaluation_results/3/metric_config/max_score", "\"Infinity\""},
      {"evaluation_results/3/score_details/score", "14.25"},
      {"evaluation_results/4", ""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.path);
    CHECK(at(document, c.path) == c.json);
  }
  const auto prompt = at(document, "evaluation_results/2/metric_config/llm_scoring/input_prompt");
  CHECK(prompt.find("{{question}}") != prompt.npos);
}

TEST_CASE("Every Eval Ever: agreement with labels is the baseline, votes are aggregated") {
  std::string eval(small_eval);
  eval.replace(eval.find("  temperature: 0"), 16, "  samples: 3");
  auto report = report_of(eval, {{"a", "thai", "x", {passed(), passed(), measured(1)}}});
  report.run.summary.checks[1].trust.agreement = 0.9;
  const auto document = parsed(every_eval_ever_report(report, {}));
  CHECK(mistake_in(document, "aggregate.schema.json") == "");
  const std::string scoring = "evaluation_results/2/metric_config/llm_scoring/";
  CHECK(at(document, scoring + "expert_baseline") == "0.9");
  CHECK(at(document, scoring + "aggregation_method") == "\"majority_vote\"");
  // One item has no error bar.
  CHECK(at(document, "evaluation_results/0/score_details/uncertainty/standard_error").empty());
}

TEST_CASE("Every Eval Ever: instances are answers that were judged, and no others") {
  const auto report = small_report();
  const auto lines = lines_of(every_eval_ever_instances(report, {}));
  for (const auto& line : lines) CHECK(mistake_in(line, "instance.schema.json") == "");
  // Of four items a headline and two checks; of `cake` neither the open check nor a headline
  // that it could still change.
  REQUIRE(lines.size() == 10);
  CHECK(at(lines[0], "evaluation_result_id") == "\"recipes/imaginary/kettle-2/1795538400/score\"");
  CHECK(at(lines[0], "output/raw") == "[\"Boil the rice.\"]");
  CHECK(at(lines[0], "evaluation") == "{\"score\":1,\"is_correct\":true}");
  CHECK(at(lines[4], "evaluation_name") == "\"recipes/short\"");
  CHECK(at(lines[4], "evaluation") == "{\"score\":0,\"is_correct\":false}");
  CHECK(at(lines[4], "metadata/slice.item.cuisine") == "\"thai\"");
  CHECK(at(lines[4], "metadata/why") == "\"51 words in \\\"Fry it\\\" are more than 50\"");
  CHECK(at(lines[0], "performance/latency_ms") == "1500");
  for (const auto& line : lines_of(every_eval_ever_instances(report, {.redact = true}))) {
    CHECK(mistake_in(line, "instance.schema.json") == "");
    CHECK(at(line, "output/raw") == "[]");
    CHECK(at(line, "metadata/why").empty());
  }
  CHECK(lines_of(every_eval_ever_instances(report, {.failed_only = true})).size() == 4);
}

TEST_CASE("Every Eval Ever: a conversation stands in messages") {
  auto report = small_report();
  report.run.items[0].answers[0].turns = {"Hello.", "Bye."};
  const auto lines = lines_of(every_eval_ever_instances(report, {}));
  CHECK(mistake_in(lines[0], "instance.schema.json") == "");
  CHECK(at(lines[0], "messages/1/content") == "\"Bye.\"");
  CHECK(at(lines[0], "evaluation/num_turns") == "2");
}

TEST_CASE("Every Eval Ever: the aggregate names the file of its instances") {
  const std::string path =
      "data/recipes/imaginary/kettle-2/0d8cdab6-3c38-4032-ae8e-a27220acb9fa_samples.jsonl";
  const auto document = parsed(every_eval_ever_aggregate(small_report(), {}, path));
  CHECK(mistake_in(document, "aggregate.schema.json") == "");
  CHECK(at(document, "detailed_evaluation_results/file_path") == "\"" + path + "\"");
  CHECK(at(document, "detailed_evaluation_results/total_rows") == "10");
}

TEST_CASE("Every Eval Ever: what was not measured has no result") {
  const auto document = parsed(every_eval_ever_report(
      report_of(small_eval, {{"a", "b", "c", {left_open("x"), left_open("x"), left_open("x")}}}),
      {}));
  CHECK(mistake_in(document, "aggregate.schema.json") == "");
  CHECK(at(document, "evaluation_results") == "[]");
}

TEST_CASE("Every Eval Ever: hostile texts are only texts") {
  const auto report = hostile_report();
  CHECK(mistake_in(parsed(every_eval_ever_report(report, {})), "aggregate.schema.json") == "");
  for (const auto& line : lines_of(every_eval_ever_instances(report, {})))
    CHECK(mistake_in(line, "instance.schema.json") == "");
}
