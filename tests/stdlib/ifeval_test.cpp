// The verifiable instructions of IFEval, said in Cairn's own language: every unit
// test that its authors published comes out as they say.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "lang/compile.h"
#include "lang/data/json.h"
#include "lang/decide.h"
#include "stdlib/stdlib.h"
#include "tests/memory_loader.h"

using namespace cairn;

namespace {

std::string text_of_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

struct Vector {
  Record item;
  Value answer;
  bool follows = false;
};

// Each line with a number for its id.
std::vector<Vector> vectors_of(const std::string& jsonl) {
  std::vector<Vector> out;
  std::istringstream lines(jsonl);
  for (std::string line; std::getline(lines, line);) {
    Vector one;
    one.item = *parse_json(line).value.as<Record>();
    one.answer = *one.item.find("response");
    one.follows = *one.item.find("expected")->as<bool>();
    one.item.fields.emplace_back("id", Value(std::to_string(out.size() + 1)));
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace

TEST_CASE("IFEval's instructions, said in .eval, judge as its authors do") {
  const auto vectors =
      vectors_of(text_of_file(CAIRN_ROOT "/../shared/data/ifeval/unit_vectors.jsonl"));
  if (vectors.empty()) {
    MESSAGE("skipped: no shared data beside this checkout");
    return;
  }
  MemoryLoader loader;
  loader.files["ifeval.eval"] = text_of_file(CAIRN_ROOT "/tests/stdlib/ifeval.eval");
  for (const auto& one : vectors) loader.files["unit_vectors.jsonl"] += to_json(one.item) + "\n";
  loader.files["answers.jsonl"] = "";
  const auto made = compile("ifeval.eval", loader, standard_library());
  for (const auto& one : made.diagnostics.all()) FAIL_CHECK(one.message);
  REQUIRE_FALSE(made.diagnostics.any_errors());

  std::size_t judged = 0;
  std::set<std::string> used;
  for (const auto& one : vectors) {
    const Value item(one.item);
    Scope scope;
    scope[ScopeName::item] = &item;
    scope[ScopeName::answer] = &one.answer;
    for (const auto& check : made.program.checks) {
      const auto applies = evaluate_once(check.when->expr, scope, natives());
      if (!*applies.as<bool>()) continue;
      const auto decided = decide_rule(check, scope, natives(), {});
      INFO(check.heading.name, " of ", shown(one.answer, 200), ": ", decided.why);
      CHECK(decided.passed == one.follows);
      used.insert(check.heading.name);
      ++judged;
    }
  }
  CHECK(judged == vectors.size());
  CHECK(used.size() == made.program.checks.size());
}
