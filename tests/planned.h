// A plan from the text of an eval, for tests of what runs plans.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "lang/compile.h"
#include "lang/data/json.h"
#include "lang/plan.h"
#include "stdlib/stdlib.h"
#include "tests/memory_loader.h"

namespace cairn {

inline Plan planned(const std::string& text) {
  MemoryLoader loader;
  loader.files["x.eval"] = text;
  const auto made = compile("x.eval", loader, standard_library());
  for (const auto& one : made.diagnostics.all()) {
    INFO(one.message);
    CHECK(severity_of(one.kind) != Severity::error);
  }
  REQUIRE_FALSE(made.diagnostics.any_errors());
  return make_plan(made.program, "x.eval", "", made.bound, made.items);
}

inline Record row(const std::string& json) {
  const auto parsed = parse_json(json);
  REQUIRE_MESSAGE(parsed, json);
  REQUIRE(parsed.value.as<Record>());
  return *parsed.value.as<Record>();
}

inline const program::Check& check_of(const Plan& plan, std::string_view name) {
  for (const auto& one : plan.checks)
    if (one.check.heading.name == name) return one.check;
  FAIL("there is no check called ", name);
  return plan.checks.front().check;
}

}  // namespace cairn
