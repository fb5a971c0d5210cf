#include "runtime/cli/recorded_examples.h"

#include <fmt/format.h>

#include "lang/data/json.h"
#include "lang/data/rows.h"
#include "lang/render_diagnostic.h"
#include "runtime/evidence/recorded.h"
#include "runtime/evidence/tested.h"

namespace cairn {
namespace {

// The rows have no place in the `.eval`, so none is shown.
void say(const Diagnostics& diagnostics, const std::string& path, const Terminal& terminal) {
  Sources none;
  none.add(SourceFile(path, ""));
  const RenderStyle style{terminal.err.colour, terminal.unicode, terminal.width};
  for (const auto& one : diagnostics.sorted()) terminal.err.print(render(one, none, style) + "\n");
}

void take(const Row& row, const std::string& path, const Plan& plan, RecordedExamples& examples,
          Diagnostics& diagnostics) {
  if (!row.fields.find("example")) return;
  const auto before = diagnostics.errors();
  check_recorded(plan, row.fields, data_place(path, row.line, 0, to_json(Value(row.fields))),
                 diagnostics);
  if (diagnostics.errors() > before) return;
  examples.add(*row.fields.find("check")->as<std::string>(),
               *row.fields.find("example")->as<std::string>(), row.fields);
}

}  // namespace

std::optional<ExamplesFile> recorded_examples(const Compilation& compiled, const std::string& path,
                                              const std::string& typed, Loader& loader,
                                              const Terminal& terminal) {
  ExamplesFile found;
  const auto& eval = compiled.program.eval;
  if (!typed.empty()) {
    found.path = typed;
  } else if (eval && !eval->answers_path.empty()) {
    const auto resolved = loader.resolve(path, eval->answers_path);
    if (!resolved) {
      terminal.refuse(resolved.error().what, "name another file with `--answers FILE`");
      return std::nullopt;
    }
    found.path = *resolved;
  } else {
    return found;
  }
  Diagnostics diagnostics;
  const Plan plan = examples_plan(compiled.program);
  const auto rows = open_rows(loader, found.path, {}, diagnostics);
  while (const auto row = rows ? rows->next() : std::nullopt)
    take(*row, found.path, plan, found.examples, diagnostics);
  if (!diagnostics.any_errors()) return found;
  say(diagnostics, path, terminal);
  return std::nullopt;
}

}  // namespace cairn
