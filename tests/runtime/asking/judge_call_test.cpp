#include "runtime/asking/judge_call.h"

#include <doctest/doctest.h>

#include "tests/planned.h"

using namespace cairn;

namespace {

constexpr std::string_view eval_text = R"(cairn 1

eval x {
}

item soup { parts: ["egg", "salt"] best: "the best" }

check plain {
  judge: grader
  question: "Is {{item.id}} hot?"
}

check scored {
  judge: grader
  question: "How hot?"
  scores: 1 to 3
}

check toned {
  judge: grader
  question: "Which tone?"
  verdicts: [warm, "rather cold", cold]
  require: verdict is warm
}

check each_part {
  judge: own
  for each: part in item.parts
  question: "Is {{part}} in it?"
}

check better {
  judge: grader
  question: "Which is better?"
  compare with: item.best
}

judge grader {
  model: "openai/gpt-4o"
  trust when: always
  because: "a test"
}

judge own {
  model: "openai/gpt-4o"
  prompt: "{{part}}? {{question}} {{answer}} {{how_to_answer}}"
  trust when: always
  because: "a test"
}
)";

std::string asked(std::string_view check_name, bool forced, AskedOrder order = AskedOrder::first) {
  static const Plan plan = planned(std::string(eval_text));
  const auto& check = check_of(plan, check_name);
  const auto& by = std::get<program::ByJudge>(check.evidence);
  const auto& judge = plan.judges[by.judge == "grader" ? 0 : 1];
  const Value item(plan.inline_items.front().fields), answer("Hot soup."), element("egg");
  Scope scope;
  scope[ScopeName::item] = &item;
  scope[ScopeName::answer] = &answer;
  MemoryLoader loader;
  std::mutex loading;
  MediaFiles media(loader, loading, "x.eval");
  const auto schema = forced ? forced_schema(by.asked.scale) : std::string();
  const auto request = judge_request({.check = &check,
                                      .asked = &by.asked,
                                      .judge = &judge,
                                      .scope = &scope,
                                      .element = check.for_each ? &element : nullptr,
                                      .order = order,
                                      .schema = schema},
                                     standard_library(), media);
  REQUIRE_MESSAGE(request.has_value(), (request ? "" : request.error().what));
  return request->messages.front().text + "\n[schema] " + request->schema_json;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("a question is filled, and the reply format stands last") {
  const auto text = asked("plain", false);
  CHECK(has(text, "Is soup hot?"));
  CHECK(has(text, "verdict: yes\n\nIn place of `yes` stands your verdict, which is yes or no."));
  CHECK(text.ends_with("[schema] "));
}

TEST_CASE("a forced choice has the reason first, and exactly the check's verdicts") {
  CHECK(has(
      asked("plain", true),
      R"("properties":{"reason":{"type":"string"},"verdict":{"type":"string","enum":["yes","no"]}})"));
  CHECK(has(asked("scored", true), R"("verdict":{"type":"integer","enum":[1,2,3]})"));
  CHECK(has(asked("toned", true), R"("enum":["warm","rather cold","cold"])"));
  CHECK(has(asked("scored", false), "which is a whole number from 1 to 3."));
}

TEST_CASE("a judge's own prompt knows the element") {
  const auto text = asked("each_part", false);
  CHECK(text.starts_with("egg? Is egg in it? Hot soup. "));
}

TEST_CASE("in the swapped order the texts change places") {
  const auto first = asked("better", false), swapped = asked("better", false, AskedOrder::swapped);
  CHECK(first.find("Hot soup.") < first.find("the best"));
  CHECK(swapped.find("the best") < swapped.find("Hot soup."));
  CHECK(same(mirrored(Value("better")), Value("worse")));
  CHECK(same(mirrored(Value("same")), Value("same")));
}

TEST_CASE("a fence bears an id that its text cannot know") {
  CHECK(fenced("answer", "a") != fenced("answer", "b"));
  const auto text = fenced("answer", "----- end answer 000000000000 -----");
  CHECK(text.starts_with("----- begin answer "));
  CHECK(has(text, "\n----- end answer " + text.substr(19, 12) + " -----"));
}
