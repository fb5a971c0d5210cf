// `cairn test`: the examples of every check and define, judges against their labels.
#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "runtime/cli/commands.h"
#include "runtime/cli/files.h"
#include "runtime/cli/messages.h"
#include "runtime/cli/recorded_examples.h"
#include "runtime/report/tested.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

// Exit codes in the order in which one prevails (experience.md B3).
int prevailing(int a, int b) {
  for (const int code : {exit_code::nothing_run, exit_code::not_met, exit_code::not_measured})
    if (a == code || b == code) return code;
  return exit_code::done;
}

// A file whose only mistakes are examples that come out otherwise was tested, and failed.
bool only_examples_differ(const Diagnostics& diagnostics) {
  return std::ranges::all_of(diagnostics.all(), [](const Diagnostic& one) {
    return severity_of(one.kind) != Severity::error || one.kind == DiagnosticKind::example_differs;
  });
}

// What one file came to; its exit code where it could not be tested.
std::variant<Tested, int> test_file(const std::string& path, const std::string& answers,
                                    const Terminal& terminal) {
  const auto loader = loader_for(path);
  const auto compiled = compile(path, *loader, standard_library());
  if (!compiled.diagnostics.all().empty())
    terminal.err.print(messages(compiled, path, false, terminal.err, terminal));
  if (compiled.diagnostics.any_errors())
    return only_examples_differ(compiled.diagnostics) ? exit_code::not_met : exit_code::nothing_run;
  const auto found = recorded_examples(compiled, path, answers, *loader, terminal);
  if (!found) return exit_code::nothing_run;
  Tested made = tested(compiled.program, found->examples, standard_library());
  made.file = path;
  made.answers = found->path;
  return made;
}

}  // namespace

int run_test(const CommandLine& typed, Terminal& terminal) {
  const auto files = eval_files(typed.words, terminal);
  if (!files) return exit_code::nothing_run;
  const std::string answers(typed.value("--answers"));
  const ReportStyle style{terminal.out.colour, terminal.unicode, terminal.width};
  std::vector<Tested> all;
  int code = exit_code::done;
  for (const auto& path : *files) {
    auto found = test_file(path, answers, terminal);
    if (const auto* refused = std::get_if<int>(&found)) {
      code = prevailing(code, *refused);
      continue;
    }
    all.push_back(std::get<Tested>(std::move(found)));
    code = prevailing(code, all.back().exit_code());
    if (typed.has("--json")) continue;
    if (all.size() > 1) terminal.out.print("\n");
    terminal.out.print(report(all.back(), style));
  }
  if (typed.has("--json") && !all.empty()) terminal.out.print(to_json(all) + "\n");
  return code;
}

}  // namespace cairn
