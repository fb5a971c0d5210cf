// Plans and scored items for tests: an eval as it is written, outcomes as letters.
#pragma once

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/compile.h"
#include "runtime/scored.h"
#include "stdlib/stdlib.h"
#include "tests/memory_loader.h"

namespace cairn {

// Blocks that stand on one line, settings parted by `;`, each on lines of its own.
inline std::string spread_out(const std::string& text) {
  std::string out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto open = line.find(" { ");
    if (open != std::string::npos && line.ends_with(" }")) {
      line.replace(open, 3, " {\n");
      line.replace(line.size() - 2, 2, "\n}");
      for (auto at = line.find("; "); at != std::string::npos; at = line.find("; "))
        line.replace(at, 2, "\n");
    }
    out += line + "\n";
  }
  return out;
}

// `text` without its items; one is added so that the file compiles. Items of a test
// need not be that one: statistics see only what was scored.
inline Plan plan_of(const std::string& text) {
  MemoryLoader loader;
  loader.files["test.eval"] = "cairn 1\n\n" + spread_out(text) +
                              "\nitem first { cuisine: \"thai\" kind: \"a\" label: \"x\" "
                              "parts: [\"egg\"] }\n";
  const auto compiled = compile("test.eval", loader, standard_library());
  for (const auto& diagnostic : compiled.diagnostics.all())
    if (severity_of(diagnostic.kind) == Severity::error) FAIL(diagnostic.message);
  return make_plan(compiled.program, "test.eval", "", compiled.bound, compiled.items);
}

inline CheckResult result(Outcome outcome) { return {.outcome = std::move(outcome)}; }

// p passed, f failed, ? unanswered, - not applicable.
inline CheckResult result(char letter) {
  if (letter == 'p') return result(Scored{1, true, {}});
  if (letter == 'f') return result(Scored{0, false, "it failed"});
  if (letter == '?') return result(Unanswered{0, 1, "nobody said"});
  return result(NotApplicable{});
}

// One letter a check.
inline ScoredSample sample(std::string_view letters) {
  ScoredSample made;
  for (const char letter : letters) made.checks.push_back(result(letter));
  return made;
}

inline ScoredSample sample(std::vector<CheckResult> results) {
  ScoredSample made;
  made.checks = std::move(results);
  return made;
}

// One text a sample: {"pp", "pf"} are two samples of two checks.
inline ScoredItem item(std::size_t index, const std::vector<std::string>& samples,
                       std::string group = {}) {
  ScoredItem made{.index = index, .id = "item" + std::to_string(index), .group = std::move(group)};
  if (made.group.empty()) made.group = made.id;
  for (const auto& letters : samples) made.samples.push_back(sample(letters));
  return made;
}

inline std::vector<ScoredItem> items(const std::vector<std::vector<std::string>>& all) {
  std::vector<ScoredItem> made;
  for (const auto& samples : all) made.push_back(item(made.size(), samples));
  return made;
}

}  // namespace cairn
