// The required tests of the JSON Schema Test Suite, drafts 7 and 2020-12.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "lang/data/json.h"
#include "stdlib/native/schema/schema.h"

using namespace cairn;
namespace fs = std::filesystem;

namespace {

const fs::path suite = CAIRN_ROOT "/../shared/data/jsoncsv/jsonschema";

Value json_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  auto parsed = parse_json(text.str());
  REQUIRE(parsed);
  return std::move(parsed.value);
}

// As the suite's server gives them.
std::map<std::string, Value, std::less<>> remotes() {
  std::map<std::string, Value, std::less<>> out;
  for (const auto& entry : fs::recursive_directory_iterator(suite / "remotes")) {
    if (entry.path().extension() != ".json") continue;
    const auto name = fs::relative(entry.path(), suite / "remotes").generic_string();
    out.emplace("http://localhost:1234/" + name, json_file(entry.path()));
  }
  return out;
}

const Value& field(const Value& record, std::string_view name) {
  const auto* found = record.as<Record>()->find(name);
  REQUIRE(found);
  return *found;
}

std::string text(const Value& record, std::string_view name) {
  return *field(record, name).as<std::string>();
}

struct Suite {
  std::map<std::string, Value, std::less<>> others = remotes();
  std::size_t tests = 0;

  void group(const Value& group, schema::Draft draft) {
    CAPTURE(text(group, "description"));
    const auto compiled = schema::compile(field(group, "schema"), {draft, &others});
    if (!compiled) CAPTURE(compiled.error().what);
    CHECK(compiled.has_value());
    if (!compiled) return;
    for (const auto& test : *field(group, "tests").as<List>()) {
      CAPTURE(text(test, "description"));
      const bool valid = *field(test, "valid").as<bool>();
      const auto quick = compiled->test(field(test, "data"), schema::Reasons::left_out);
      const auto explained = compiled->test(field(test, "data"), schema::Reasons::wanted);
      CHECK(std::holds_alternative<schema::Fits>(quick) == valid);
      CHECK(explained.index() == quick.index());
      const auto* why = std::get_if<schema::DoesNotFit>(&explained);
      CHECK((why != nullptr) == !valid);
      if (why) CHECK_FALSE(why->what.empty());
      ++tests;
    }
  }

  void folder(const fs::path& path, schema::Draft draft) {
    for (const auto& entry : fs::directory_iterator(path)) {
      if (entry.path().extension() != ".json") continue;  // Not `optional`.
      CAPTURE(entry.path().filename().string());
      const Value groups = json_file(entry.path());
      for (const auto& one : *groups.as<List>()) group(one, draft);
    }
  }
};

}  // namespace

TEST_CASE("every required test of JSON Schema draft 7 and 2020-12 comes out as it should") {
  if (!fs::exists(suite)) {
    MESSAGE("skipped: ", suite.string(), " is absent");
    return;
  }
  Suite seven;
  seven.folder(suite / "tests/draft7", schema::Draft::seven);
  CHECK(seven.tests >= 927);
  Suite latest;
  latest.folder(suite / "tests/draft2020-12", schema::Draft::latest);
  CHECK(latest.tests >= 1299);
}
