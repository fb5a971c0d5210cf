#include <doctest/doctest.h>

#include <string>

#include "lang/compile.h"
#include "lang/data/json.h"
#include "lang/explain_values.h"
#include "stdlib/native/json.h"
#include "stdlib/stdlib.h"
#include "tests/memory_loader.h"

using namespace cairn;

namespace {

// The JSON found, or why there is none.
std::string found_in(std::string_view passage) {
  const Value found = json(passage);
  const auto* absent = found.as<Missing>();
  return absent ? absent->why : to_json(found);
}

}  // namespace

TEST_CASE("json takes the whole text or its one fenced block") {
  struct Case {
    std::string about, passage, found;
  };
  const Case cases[] = {
      {"a record", R"({"a": [1, "x", null]})", R"({"a":[1,"x",null]})"},
      {"blanks around it", "\n [1] \r\n", "[1]"},
      {"a text", "\"a\"", "\"a\""},
      {"a number as it is written", "1.50", "1.50"},
      {"the last of equal keys", R"({"a": 1, "a": 2})", R"({"a":2})"},
      {"null", " null ", "the JSON is null"},
      {"a fenced block in prose", "Here it is:\n\n```json\n{\"a\": 1}\n```\nEnjoy!", R"({"a":1})"},
      {"a block without a language", "```\n[1,\n2]\n```", "[1,2]"},
      {"a block of tildes", "~~~ json\n[1]\n~~~", "[1]"},
      {"a block of another language", "```python\n[1]\n```", "[1]"},
      {"CRLF", "x\r\n```json\r\n[1]\r\n```\r\n", "[1]"},
      {"a fence of four around one of three", "````\n\"```\"\n````", "\"```\""},
      {"a block that is never closed", "```json\n[1]\n", "[1]"},
      {"null in a block", "```\nnull\n```", "the JSON is null"},
      {"an empty block", "```\n```",
       "the fenced block is not JSON: line 1, column 1: there is nothing here"},
      {"two blocks", "```\n[1]\n```\nor\n```\n[2]\n```",
       "there are 2 fenced blocks, and only one can be the JSON"},
      {"braces in prose", "The answer is {\"a\": 1}.",
       "there is no JSON: the text is something else and has no fenced block"},
      {"code in a line", "Use ```[1]``` here",
       "there is no JSON: the text is something else and has no fenced block"},
      {"nothing", "", "there is no JSON: the text is something else and has no fenced block"},
      {"a mistake in the text", "{\n  \"a\": 1,\n}",
       "this is not JSON: line 3, column 1: a key in double quotes is missing here"},
      {"a mistake in the block", "Sure:\n```json\n{\"ä\": 1 \"b\": 2}\n```",
       "the fenced block is not JSON: line 1, column 9: a `,` or `}` is missing before this"},
      {"cut off", "```json\n{\"a\": [1, 2",
       "the fenced block is not JSON: line 1, column 12: the text ends in the middle of the JSON"},
      {"prose behind it", "[1] is the list",
       "this is not JSON: line 1, column 5: `is` needs double quotes, or is no JSON"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    CHECK(found_in(c.passage) == c.found);
  }
}

TEST_CASE("deep and long texts that are no JSON are told so") {
  CHECK(found_in(std::string(100'000, '[')).starts_with("this is not JSON: line 1, column "));
  CHECK(found_in(std::string(1'000'000, '`')) ==
        "the fenced block is not JSON: line 1, column 1: there is nothing here");
  std::string fences;
  for (int i = 0; i < 10'000; ++i) fences += "```\n";
  CHECK(found_in(fences) == "there are 5000 fenced blocks, and only one can be the JSON");
}

TEST_CASE("fields of records") {
  const Value whole = json(R"({"city": "Rome", "none": null})");
  const auto& record = *whole.as<Record>();
  CHECK(*field(record, "city").as<std::string>() == "Rome");
  CHECK(field(record, "none").as<Missing>()->why == "`none` is null");
  CHECK(field(record, "citty").as<Missing>()->why ==
        "there is no field `citty`, but there is `city`");
  CHECK(field(record, "street").as<Missing>()->why == "there is no field `street`");
  CHECK(has(record, "none"));
  CHECK_FALSE(has(record, "street"));
  CHECK(keys(record) == Texts{"city", "none"});
  CHECK(kind(Value(Amount{1, Unit::usd})) == "money");
}

namespace {

constexpr const char* eval = R"(
eval extraction {
}

item first { text: "x" schema: "{\"maxItems\": 1}" }

check shape {
  require: fits_schema(answer, file("recipe.json"))
}

check whole {
  require: is_json(answer)
}

check own {
  require: fits_schema(answer, item.schema)
}
)";

constexpr const char* recipe = R"({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "properties": {"steps": {"items": {"properties": {"time": {"minimum": 20}}}}},
  "required": ["steps"]
})";

Compilation compiled(const std::string& eval_text, const std::string& schema) {
  MemoryLoader loader;
  loader.files["x.eval"] = eval_text;
  loader.files["recipe.json"] = schema;
  return compile("x.eval", loader, standard_library());
}

// What a failing check is explained by.
std::string why(const Compilation& made, std::size_t check, const Value& answer) {
  Scope scope;
  scope[ScopeName::answer] = &answer;
  const Value item(made.program.inline_items.front().fields);
  scope[ScopeName::item] = &item;
  const auto& condition = std::get<program::Require>(made.program.checks[check].rule).condition;
  return explain_briefly(condition, scope, natives(), {});
}

}  // namespace

TEST_CASE("a check that fails a schema says the first reason and its path") {
  const auto made = compiled(eval, "\xEF\xBB\xBF" + std::string(recipe));
  for (const auto& one : made.diagnostics.all()) CAPTURE(one.message);
  REQUIRE_FALSE(made.diagnostics.any_errors());
  REQUIRE(made.program.checks.size() == 3);
  CHECK(why(made, 0, Value(R"({"steps": [{"time": 25}, {"time": 12}]})")) ==
        "`fits_schema` is no: /steps/1/time: 12 is less than 20");
  CHECK(why(made, 0, Value("{}")) == "`fits_schema` is no: the key `steps` is missing");
  CHECK(why(made, 0, Value("[1")) ==
        "`fits_schema` is no: it is not JSON: line 1, column 3: the text ends in the middle of "
        "the JSON");
  CHECK(why(made, 1, Value("[1,]")) ==
        "`is_json` is no: line 1, column 4: a value is missing before this");
  CHECK(why(made, 2, Value("[1, 2]")) == "`fits_schema` is no: it has 2 elements, more than 1");
}

TEST_CASE("a schema that cannot be used is an error before the run") {
  struct Case {
    std::string about, eval_text, schema, message;
  };
  const std::string of_item = eval;
  const std::string broken_item =
      std::string(of_item).replace(of_item.find("maxItems"), 8, "maxitems");
  const std::string no_path =
      std::string(of_item).replace(of_item.find("\"recipe.json\""), 13, "item.text");
  const std::string no_file =
      std::string(of_item).replace(of_item.find("recipe.json"), 6, "recepi");
  const Case cases[] = {
      {"a word misspelt", of_item, R"({"requierd": []})",
       "in the schema: `requierd` is no word of JSON Schema; did you mean `required`?"},
      {"no JSON", of_item, "{\n",
       "the schema is not JSON: line 1, column 2: the text ends in the middle of the JSON"},
      {"a path that is not in quotes", no_path, recipe,
       "`file` takes a path in quotes here, but this is something else"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.about);
    const auto made = compiled(c.eval_text, c.schema);
    REQUIRE(made.diagnostics.any_errors());
    CHECK(made.diagnostics.all().front().message == c.message);
  }
  const auto of_items = compiled(broken_item, recipe);
  REQUIRE(of_items.diagnostics.any_errors());
  CHECK(of_items.diagnostics.all().front().message.find("did you mean `maxItems`?") !=
        std::string::npos);
  CHECK(compiled(no_file, recipe).diagnostics.any_errors());
}
