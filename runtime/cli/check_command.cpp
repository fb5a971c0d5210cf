// `cairn check`: compile, lint, and say what was found.
#include <fmt/format.h>

#include <memory>

#include "lang/apply_fixes.h"
#include "lang/compile.h"
#include "lang/diagnostic_json.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/files.h"
#include "runtime/cli/messages.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

constexpr int most_turns = 10;

// Fixes what is safe to fix until nothing is; false if the file cannot be written.
bool fix(const std::string& path, Loader& loader, Compilation& compiled, const Terminal& terminal) {
  std::size_t changes = 0;
  for (int turn = 0; turn < most_turns; ++turn) {
    if (compiled.sources.size() == 0) return true;
    const auto fixed = apply_safe_fixes(compiled.sources[0], 0, compiled.diagnostics);
    if (fixed.changes == 0) break;
    changes += fixed.changes;
    const auto written = write_file(path, fixed.text);
    if (!written) {
      terminal.refuse(written.error().what);
      return false;
    }
    compiled = compile(path, loader, standard_library());
  }
  if (changes > 0)
    terminal.err.print(
        fmt::format("{}: {} {} fixed\n", path, changes, changes == 1 ? "mistake" : "mistakes"));
  return true;
}

std::string rendered(std::string_view format, const std::vector<Checked>& all) {
  if (format == "json") return diagnostics_json(all);
  if (format == "github") return diagnostics_github(all);
  return diagnostics_sarif(all);
}

}  // namespace

int run_check(const CommandLine& typed, Terminal& terminal) {
  const auto files = eval_files(typed.words, terminal);
  if (!files) return exit_code::nothing_run;
  const auto format = typed.has("--format") ? typed.value("--format") : "pretty";
  const bool for_people = format == "pretty" || format == "short";
  std::vector<std::unique_ptr<Compilation>> compiled;
  bool sound = true;
  for (const auto& path : *files) {
    const auto loader = loader_for(path);
    auto& made = *compiled.emplace_back(
        std::make_unique<Compilation>(compile(path, *loader, standard_library())));
    if (typed.has("--fix") && path != "-" && !fix(path, *loader, made, terminal))
      return exit_code::nothing_run;
    if (for_people)
      terminal.out.print(messages(made, path, format == "short", terminal.out, terminal));
    sound = sound && !made.diagnostics.any_errors() &&
            !(typed.has("--strict") && made.diagnostics.warnings() > 0);
  }
  if (!for_people) {
    std::vector<Checked> all;
    for (const auto& one : compiled) all.push_back({&one->diagnostics, &one->sources});
    terminal.out.print(rendered(format, all));
  }
  return sound ? exit_code::done : exit_code::nothing_run;
}

}  // namespace cairn
