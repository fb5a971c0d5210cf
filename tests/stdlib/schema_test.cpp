#include "stdlib/native/schema/schema.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "lang/data/json.h"
#include "stdlib/native/schema/ecma_pattern.h"
#include "stdlib/native/schema/uri.h"

using namespace cairn;

namespace {

Value json(const std::string& text) {
  auto parsed = parse_json(text);
  CAPTURE(text);
  REQUIRE(parsed);
  return std::move(parsed.value);
}

// "fits", the reason why not, or why that cannot be told.
std::string outcome(const std::string& schema_text, const Value& value) {
  const auto compiled = schema::compile(json(schema_text));
  if (!compiled) return compiled.error().what;
  const auto found = compiled->test(value, schema::Reasons::wanted);
  if (const auto* why = std::get_if<schema::DoesNotFit>(&found)) return why->sentence();
  if (const auto* why = std::get_if<schema::CannotTell>(&found)) return why->why;
  return "fits";
}

std::string nested_list(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace

TEST_CASE("the first reason is said, with its path") {
  struct Case {
    std::string schema, value, expected;
  };
  const Case cases[] = {
      {R"({"properties": {"steps": {"items": {"properties": {"time": {"minimum": 20}}}}}})",
       R"({"steps": [{"time": 12}]})", "/steps/0/time: 12 is less than 20"},
      {R"({"maximum": 1.5})", "1.50000000000000000001", "1.50000000000000000001 is more than 1.5"},
      {R"({"exclusiveMinimum": 3})", "3", "3 is not more than 3"},
      {R"({"exclusiveMaximum": 3})", "4", "4 is not less than 3"},
      {R"({"multipleOf": 0.01})", "4.355", "4.355 is no multiple of 0.01"},
      {R"({"type": "string"})", "12", "12 is not a text"},
      {R"({"type": "integer"})", "1.5", "1.5 is not a whole number"},
      {R"({"type": ["string", "null"]})", "[1]", "it is a list, not null or a text"},
      {R"({"type": "object"})", "null", "null is not a record"},
      {R"({"type": "boolean"})", "\"yes\"", "\"yes\" is not true or false"},
      {R"({"const": "b"})", "\"a\"", "\"a\" is not \"b\""},
      {R"({"enum": ["red", "green", null]})", "true",
       "true is not one of \"red\", \"green\", null"},
      {R"({"enum": [1, 2, 3, 4, 5, 6, 7]})", "8", "8 is not one of 1, 2, 3, 4, 5 and 2 more"},
      {R"({"minLength": 3})", "\"äö\"", "it has 2 characters, fewer than 3"},
      {R"({"maxItems": 1})", "[1, 2]", "it has 2 elements, more than 1"},
      {R"({"maxProperties": 0})", R"({"a": 1})", "it has 1 field, more than 0"},
      {R"({"pattern": "^[a-z]+$"})", "\"aB\"", "\"aB\" does not match ^[a-z]+$"},
      {R"({"uniqueItems": true})", "[1, 2, 1.0]", "/0 and /2 are the same"},
      {R"({"required": ["a", "b"]})", R"({"a": null})", "the key `b` is missing"},
      {R"({"dependentRequired": {"a": ["b"]}})", R"({"a": 1})",
       "the key `b` is missing, which `a` needs"},
      {R"({"properties": {"time": {}}, "additionalProperties": false})", R"({"tmie": 1})",
       "the key `tmie` may not stand here; did you mean `time`?"},
      {R"({"properties": {"a": {}}, "unevaluatedProperties": false})", R"({"a": 1, "zzz": 1})",
       "the key `zzz` may not stand here"},
      {R"({"propertyNames": {"maxLength": 2}})", R"({"abc": 1})",
       "the key `abc` is not as keys must be"},
      {R"({"prefixItems": [{}], "items": false})", "[1, 2]", "/1: nothing may stand here"},
      {R"({"contains": {"type": "string"}})", "[1]",
       "0 of its elements are as `contains` asks, fewer than 1"},
      {R"({"not": {"type": "string"}})", "\"a\"", "it is as the schema says it must not be"},
      {R"({"oneOf": [{"type": "number"}, {"minimum": 2}]})", "3",
       "it fits more than one of the forms it may have"},
      {R"({"if": {"type": "string"}, "then": {"minLength": 2}})", "\"a\"",
       "it has 1 character, fewer than 2"},
      // The form that was meant is the one whose reason lies deepest.
      {R"({"anyOf": [{"type": "null"}, {"properties": {"a": {"type": "number"}}}]})",
       R"({"a": "x"})", "/a: \"x\" is not a number"},
      {R"({"anyOf": [{"type": "null"}, {"type": "number"}]})", "\"a\"",
       "it fits none of the 2 forms it may have; of the first: \"a\" is not null"},
      {R"({"properties": {"a/b": {"properties": {"~": false}}}})", R"({"a/b": {"~": 1}})",
       "/a~1b/~0: nothing may stand here"},
      {R"({"$ref": "#/$defs/a", "$defs": {"a": {"type": "null"}}})", "1", "1 is not null"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.schema);
    CHECK(outcome(c.schema, json(c.value)) == c.expected);
  }
}

TEST_CASE("a schema that is wrong is refused, with the place") {
  struct Case {
    std::string schema, expected;
  };
  const Case cases[] = {
      {"12", "in the schema: a schema is a record, true or false, not 12"},
      {R"({"properties": {"a": {"type": "strin"}}})",
       "in the schema at /properties/a/type: \"strin\" is no type; types are null, boolean, "
       "integer, number, string, array, object"},
      {R"({"requird": ["a"]})",
       "in the schema: `requird` is no word of JSON Schema; did you mean `required`?"},
      {R"({"minlength": 1})",
       "in the schema: `minlength` is no word of JSON Schema; did you mean `minLength`?"},
      {R"({"minLength": -1})", "in the schema at /minLength: it must be a whole number, 0 or more"},
      {R"({"minLength": "1"})", "in the schema at /minLength: it must be a number, not \"1\""},
      {R"({"multipleOf": 0})", "in the schema at /multipleOf: it must be more than 0"},
      {R"({"required": "a"})", "in the schema at /required: it must be a list of texts"},
      {R"({"anyOf": []})", "in the schema at /anyOf: it must be a list of schemas"},
      {R"({"items": [{}]})",
       "in the schema at /items: a list stands here; in draft 2020-12 write `prefixItems`, or "
       "name draft 7 in `$schema`"},
      {R"~({"pattern": "(?=a)"})~",
       "in the schema at /pattern: this pattern cannot be read: `(?=` looks ahead or behind, "
       "which patterns here cannot do: use two tests joined with `and`"},
      {R"({"items": {"$ref": "#/$defs/step"}, "$defs": {}})",
       "in the schema at /items/$ref: `#/$defs/step` leads nowhere: there is no `step`"},
      {R"({"$ref": "other.json"})",
       "in the schema at /$ref: `$ref` leads to `other.json`, which is not in this schema"},
      {R"({"$ref": "#step"})",
       "in the schema at /$ref: `#step` leads nowhere: nothing is called `step` there"},
      {R"({"$schema": "http://json-schema.org/draft-04/schema#"})",
       "the schema cannot be used: `$schema` is `http://json-schema.org/draft-04/schema#`; draft 7 "
       "and 2020-12 are known"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.schema);
    CHECK(outcome(c.schema, Value(1.0)) == c.expected);
  }
}

TEST_CASE("words of one's own are allowed in a schema") {
  CHECK(outcome(R"({"x-order": 1, "example": "a", "nullable": true, "type": "number"})",
                Value(1.0)) == "fits");
}

TEST_CASE("no schema and no value makes it run without end") {
  const std::string tree =
      R"({"anyOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#"}}]})";
  CHECK(outcome(tree, json(nested_list(deepest_json))) == "fits");
  CHECK(outcome(R"({"$ref": "#"})", Value(1.0)) == "the schema leads back to itself without end");
  CHECK(outcome(R"({"not": {"$ref": "#"}})", Value(1.0)) ==
        "the schema leads back to itself without end");
  CHECK(outcome(R"({"allOf": [{"$ref": "#/$defs/a"}],
                    "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}})",
                Value(1.0)) == "the schema leads back to itself without end");

  std::string chain = R"({"$ref": "#/$defs/d0", "$defs": {)";
  for (int i = 0; i < 20'000; ++i)
    chain += fmt::format(R"("d{}": {{"$ref": "#/$defs/d{}"}},)", i, i + 1);
  CHECK(outcome(chain + R"("d20000": {}}})", Value(1.0)) ==
        "the schema leads back to itself without end");

  std::string doubling = R"({"$ref": "#/$defs/d0", "$defs": {)";
  for (int i = 0; i < 60; ++i)
    doubling += fmt::format(
        R"("d{0}": {{"allOf": [{{"$ref": "#/$defs/d{1}"}}, {{"$ref": "#/$defs/d{1}"}}]}},)", i,
        i + 1);
  CHECK(outcome(doubling + R"("d60": {}}})", Value(1.0)) ==
        "testing this value against the schema takes too long");
}

TEST_CASE("addresses are read where they stand") {
  struct Case {
    std::string base, written, resource, fragment;
  };
  // RFC 3986, section 5.4, and what `$ref` needs besides.
  const Case cases[] = {
      {"http://a/b/c/d;p?q", "g:h", "g:h", ""},
      {"http://a/b/c/d;p?q", "g", "http://a/b/c/g", ""},
      {"http://a/b/c/d;p?q", "./g", "http://a/b/c/g", ""},
      {"http://a/b/c/d;p?q", "g/", "http://a/b/c/g/", ""},
      {"http://a/b/c/d;p?q", "/g", "http://a/g", ""},
      {"http://a/b/c/d;p?q", "//g", "http://g", ""},
      {"http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y", ""},
      {"http://a/b/c/d;p?q", "g?y", "http://a/b/c/g?y", ""},
      {"http://a/b/c/d;p?q", "#s", "http://a/b/c/d;p?q", "s"},
      {"http://a/b/c/d;p?q", "g#s", "http://a/b/c/g", "s"},
      {"http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q", ""},
      {"http://a/b/c/d;p?q", ".", "http://a/b/c/", ""},
      {"http://a/b/c/d;p?q", "..", "http://a/b/", ""},
      {"http://a/b/c/d;p?q", "../g", "http://a/b/g", ""},
      {"http://a/b/c/d;p?q", "../..", "http://a/", ""},
      {"http://a/b/c/d;p?q", "../../../g", "http://a/g", ""},
      {"http://a/b/c/d;p?q", "/./g", "http://a/g", ""},
      {"http://a/b/c/d;p?q", "g;x=1/../y", "http://a/b/c/y", ""},
      {"http://a", "g", "http://a/g", ""},
      {"", "other.json#/a%25b", "other.json", "/a%b"},
      {"urn:uuid:1", "#/a", "urn:uuid:1", "/a"},
      {"file:///c:/x.json", "y.json", "file:///c:/y.json", ""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.base);
    CAPTURE(c.written);
    const auto found = schema::resolve(c.base, c.written);
    CHECK(found.resource == c.resource);
    CHECK(found.fragment == c.fragment);
  }
}

TEST_CASE("patterns of JSON Schema are spelt as RE2 reads them") {
  struct Case {
    std::string ecma, re2;
  };
  const Case cases[] = {
      {R"(^[a-z]\d+$)", R"(^[a-z]\d+$)"},
      {R"(\u00e9|\u{1F600})", R"(\x{00e9}|\x{1F600})"},
      {R"(\p{Letter}\P{Number})", R"(\p{L}\P{N})"},
      {R"(\p{Script=Greek}\p{Lu})", R"(\p{Greek}\p{Lu})"},
      {R"((?<year>\d{4}))", R"((?P<year>\d{4}))"},
      {R"((?<=a))", R"((?<=a))"},
      {R"([(?<a>])", R"([(?<a>])"},
      {R"(\cJ\\s)", R"(\x{0A}\\s)"},
      {R"(\s)", R"([\s\v\p{Z}\x{FEFF}])"},
      {R"([a\s])", R"([a\s\v\p{Z}\x{FEFF}])"},
      {R"(\)", R"(\)"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.ecma);
    CHECK(schema::re2_spelling(c.ecma) == c.re2);
  }
}
