#include "lang/data/shape.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "lang/data/json.h"

using namespace cairn;

namespace {

Item item_of(const std::string& id, const std::string& json, std::size_t line) {
  auto parsed = parse_json(json);
  REQUIRE(parsed);
  return Item{id, std::get<Record>(std::move(parsed.value.data)), line};
}

// "name: type, lacking N (where), empty N (where)", nested fields indented.
void describe(const Type& record, std::string indent, std::string& out) {
  for (const auto& field : record.fields) {
    out += indent + field.name + ": " + to_string(field.type);
    if (field.type.may_be_missing) out += "?";
    if (field.lacking > 0) {
      out += ", lacking " + std::to_string(field.lacking) + " (" + field.where_lacking + ")";
    }
    if (field.empty > 0) {
      out += ", empty " + std::to_string(field.empty) + " (" + field.where_empty + ")";
    }
    out += "\n";
    const Type* inside = &field.type;
    while (!inside->element.empty()) inside = &inside->element[0];
    describe(*inside, indent + "  ", out);
  }
}

std::string described(const std::vector<std::string>& rows) {
  ShapeBuilder builder;
  std::size_t line = 0;
  for (const auto& row : rows) {
    ++line;
    CHECK_FALSE(builder.add(item_of(std::to_string(line), row, line), "x.jsonl").id);
  }
  std::string out;
  describe(builder.finish().item, "", out);
  return out;
}

}  // namespace

TEST_CASE("fields get the type that all rows agree on") {
  CHECK(described({R"({"t": "a", "n": 1, "y": true, "l": ["a"], "r": {"x": 1}})",
                   R"({"t": "b", "n": 2.5, "y": false, "l": [], "r": {"x": 2}})"}) ==
        "t: text\nn: number\ny: yes/no\nl: list of text, empty 1 (x.jsonl: line 2)\n"
        "r: record\n  x: number\n");
  CHECK(described({R"({"a": 1})", R"({"a": "x"})"}) == "a: anything\n");
  CHECK(described({R"({"a": [1, "x"]})"}) == "a: list of anything\n");
  CHECK(described({R"({"a": [[1], []]})", R"({"a": [[2]]})"}) == "a: list of list of number\n");
  CHECK(described({R"({"a": []})"}) == "a: list of anything, empty 1 (x.jsonl: line 1)\n");
  CHECK(described({R"({"a": " "})"}) == "a: text, empty 1 (x.jsonl: line 1)\n");
}

TEST_CASE("what some rows lack is counted and its first lines are named") {
  CHECK(described({R"({"a": 1})", R"({"a": 1, "b": 2})", R"({"b": null})"}) ==
        "a: number?, lacking 1 (x.jsonl: line 3)\n"
        "b: number?, lacking 2 (x.jsonl: lines 1, 3)\n");
  CHECK(described({R"({"a": null})"}) == "a: anything?, lacking 1 (x.jsonl: line 1)\n");
  std::vector<std::string> rows(9, R"({"b": 1})");
  rows[3] = R"({"a": 1, "b": 1})";
  CHECK(described(rows) == "b: number\na: number?, lacking 8 (x.jsonl: lines 1, 2, 3, 5, 6, …)\n");
}

TEST_CASE("records in records and in lists have shapes of their own") {
  CHECK(described({R"({"i": [{"n": ["a"]}, {"n": []}, {"m": 1}]})", R"({"i": [{"n": ["b"]}]})"}) ==
        "i: list of record\n"
        "  n: list of text?, lacking 1 (x.jsonl: line 1), empty 1 (x.jsonl: line 1)\n"
        "  m: number?, lacking 3 (x.jsonl: lines 1, 2)\n");
  CHECK(described({R"({"r": {"s": {"t": 1}}})", R"({"r": {"s": {}}})", R"({})"}) ==
        "r: record?, lacking 1 (x.jsonl: line 3)\n  s: record\n"
        "    t: number?, lacking 1 (x.jsonl: line 2)\n");
}

TEST_CASE("a record whose keys are data has no known fields") {
  ShapeBuilder builder;
  for (std::size_t i = 0; i <= ShapeBuilder::most_fields + 1; ++i) {
    const auto key = std::to_string(i);
    builder.add(item_of(key, R"({"r": {"k)" + key + R"(": 1}})", i + 1), "x");
  }
  const auto shape = builder.finish();
  REQUIRE(shape.item.fields.size() == 1);
  CHECK(shape.item.fields[0].type.kind == Type::Kind::record);
  CHECK(shape.item.fields[0].type.open);
  CHECK(shape.item.fields[0].type.fields.empty());
}

TEST_CASE("places are told apart by file and line") {
  ShapeBuilder builder;
  builder.add(item_of("a", R"({"x": 1})", 2), "a.csv");
  builder.add(item_of("b", R"({})", 5), "a.csv");
  builder.add(item_of("c", R"({})", 6), "a.csv");
  builder.add(item_of("d", R"({})", 1), "b.csv");
  CHECK(builder.finish().item.fields[0].where_lacking == "a.csv: lines 5, 6; b.csv: line 1");
  CHECK(builder.place_of(0).line == 2);
  CHECK(builder.place_of(2).line == 6);
  CHECK(builder.place_of(3).path == "b.csv");

  const auto repeats = builder.add(item_of("b", R"({"x": 2})", 9), "b.csv");
  REQUIRE(repeats.id);
  CHECK(repeats.id->path == "a.csv");
  CHECK(repeats.id->line == 5);
  CHECK(builder.finish().items == 4);
}

TEST_CASE("items that are the same but for their ids are found") {
  ShapeBuilder builder;
  CHECK_FALSE(builder.add(item_of("a", R"({"id": "a", "x": 1})", 1), "f").content);
  CHECK_FALSE(builder.add(item_of("b", R"({"id": "b", "x": 2})", 2), "f").content);
  const auto repeats = builder.add(item_of("c", R"({"x": 1, "id": "c"})", 3), "f");
  REQUIRE(repeats.content);
  CHECK(repeats.content->line == 1);
}

TEST_CASE("the digest is that of the items, not of their order") {
  const auto digest = [](const std::vector<std::string>& rows) {
    ShapeBuilder builder;
    for (const auto& row : rows) builder.add(item_of(row, row, 1), "f");
    return builder.finish().digest;
  };
  const std::string a = R"({"x": "1"})", b = R"({"x": 1})", c = R"({"x": 1, "y": []})";
  CHECK(digest({a, b, c}) == digest({c, a, b}));
  CHECK_FALSE(digest({a, b}) == digest({a, c}));
  CHECK_FALSE(digest({a}) == digest({a, b}));
}

TEST_CASE("texts are told apart from what they look like") {
  const auto digest = [](Value value) {
    Record record;
    record.fields.emplace_back("x", std::move(value));
    return digest_of(record).hex();
  };
  CHECK(digest(Value("1")) != digest(Value(1.0)));
  CHECK(digest(Value("a")) != digest(Value(Media{"a"})));
  CHECK(digest(Value(Amount{1, Unit::seconds})) != digest(Value(Amount{1, Unit::usd})));
  CHECK(digest(Value("null")) != digest(missing("")));
  CHECK(digest(missing("one reason")) == digest(missing("another")));
  // The first half of the SHA-256 of "abc" (FIPS 180-2, appendix B.1).
  CHECK(digest_of("abc").hex() == "ba7816bf8f01cfea414140de5dae2223");
}

TEST_CASE("ids are found again, each once") {
  IdTable ids;
  for (std::uint32_t i = 0; i < 5000; ++i) CHECK_FALSE(ids.add("id" + std::to_string(i)));
  CHECK(ids.size() == 5000);
  CHECK(ids.add("id77") == 77U);
  CHECK(ids.find("id4999") == 4999U);
  CHECK_FALSE(ids.find("id5000"));
  CHECK_FALSE(IdTable().find("x"));
}

TEST_CASE("digests add up with their carries") {
  Digest a, b;
  a.bytes[15] = 255;
  a.bytes[14] = 255;
  b.bytes[15] = 1;
  a.add(b);
  CHECK(a.hex() == "00000000000000000000000000010000");
}
