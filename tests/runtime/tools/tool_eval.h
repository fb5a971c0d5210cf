// One eval with a tool, and what tests look for in runs of it.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "lang/data/json.h"
#include "tests/project.h"

namespace cairn::tools {

inline constexpr std::string_view one_tool = R"(cairn 1

eval x {
  answers: file("a.jsonl")
}

item adds { want: "3" }

tool run_it {
  file "main.sh": answer
  run: "sh main.sh"
  timeout: 1 seconds
}

check right {
  tool: run_it
  require: exit_code is 0 and trim(stdout) is item.want
}
)";

inline std::string answers_of(const std::vector<std::string>& answers) {
  std::string rows;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    Record row;
    row.fields = {{"item", Value("adds")},
                  {"sample", Value(static_cast<double>(i))},
                  {"answer", Value(answers[i])}};
    rows += to_json(Value(row)) + "\n";
  }
  return rows;
}

inline RunOptions allowed() { return {.allow_tools = true}; }

inline std::string log_of(const Ran& ran) {
  REQUIRE(ran.result.has_value());
  std::ifstream file(ran.result->log);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The records of a log that are of this kind.
inline std::vector<Record> records_of(const Ran& ran, std::string_view kind) {
  std::vector<Record> found;
  const auto log = log_of(ran);
  for (std::string_view rest = log; !rest.empty();) {
    const auto end = rest.find('\n');
    auto json = parse_json(rest.substr(0, end));
    if (auto* record = std::get_if<Record>(&json.value.data)) {
      const Value* name = record->find("record");
      if (name && printed(*name) == kind) found.push_back(std::move(*record));
    }
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
  return found;
}

inline std::string field(const Record& record, std::string_view name) {
  const Value* value = record.find(name);
  return value && !value->is_missing() ? printed(*value) : std::string("(none)");
}

inline const CheckSummary& check_in(const Ran& ran, std::string_view name) {
  for (const auto& one : ran.result->summary.checks)
    if (one.name == name) return one;
  FAIL("no such check");
  return ran.result->summary.checks.front();
}

inline std::vector<std::string> reasons(const CheckSummary& check) {
  std::vector<std::string> all;
  for (const auto& one : check.failures) all.push_back(one.why);
  return all;
}

inline bool any_contains(const std::vector<std::string>& all, std::string_view part) {
  return std::ranges::any_of(all, [&](const auto& one) { return one.find(part) != one.npos; });
}

inline std::string edited(std::string_view eval, std::string_view from, std::string_view to) {
  std::string made(eval);
  const auto at = made.find(from);
  REQUIRE(at != made.npos);
  return made.replace(at, from.size(), to);
}

}  // namespace cairn::tools
