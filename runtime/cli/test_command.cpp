// `cairn test`: the examples of every check and define, judges against their labels.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <variant>

#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/files.h"
#include "runtime/cli/messages.h"
#include "runtime/cli/recorded_examples.h"
#include "runtime/cli/run_arguments.h"
#include "runtime/cli/style.h"
#include "runtime/cli/tool_permission.h"
#include "runtime/disk_loader.h"
#include "runtime/evidence/asked_examples.h"
#include "runtime/models/endpoint.h"
#include "runtime/recorded/recorded_row.h"
#include "runtime/report/phrases.h"
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

// Why judges are not asked whose examples nobody recorded.
void say_who_is_not_asked(const Plan& plan, const RecordedExamples& known,
                          const Terminal& terminal) {
  for (const auto& judge : plan.judges) {
    const auto endpoint = endpoint_of(judge.model.id, judge.model.base_url,
                                      judge.model.api_key_variable, process_environment());
    const bool lacks = std::ranges::any_of(plan.checks, [&](const PlannedCheck& one) {
      const auto* by = std::get_if<program::ByJudge>(&one.check.evidence);
      return by && by->judge == judge.heading.name &&
             std::ranges::any_of(one.check.examples, [&](const auto& example) {
               return !known.find(one.check.heading.name, example.heading.name);
             });
    });
    if (!endpoint && lacks && judge.model.run.empty())
      terminal.err.print(
          fmt::format("judge `{}` was not asked: {}\n", judge.heading.name, endpoint.error().what));
  }
}

bool lacks_a_tool(const Plan& plan, const RecordedExamples& examples) {
  return std::ranges::any_of(plan.checks, [&](const PlannedCheck& one) {
    return std::holds_alternative<program::ByTool>(one.check.evidence) &&
           std::ranges::any_of(one.check.examples, [&](const auto& example) {
             return !examples.find(one.check.heading.name, example.heading.name);
           });
  });
}

// Adds what tools give of examples that nobody has recorded.
void run_tools_on_examples(const Plan& plan, ToolRunner& tools, RecordedExamples& examples,
                           const Terminal& terminal) {
  ToolSession session(tools);
  auto ran = ran_examples(plan, standard_library().natives, examples, session);
  for (auto& row : ran.rows) {
    const std::string check(text_in(row, "check")), example(text_in(row, "example"));
    examples.add(check, example, std::move(row));
  }
  for (const auto& failure : ran.failures) terminal.err.print(printable(failure) + "\n");
}

// Adds what judges and other models say of examples that nobody has recorded. False after
// saying what is wrong with an option or a file.
bool ask_examples(const Compilation& compiled, const std::string& path, const CommandLine& typed,
                  Loader& loader, RecordedExamples& examples, const Terminal& terminal) {
  Plan plan = examples_plan(compiled.program);
  std::error_code ignored;
  const auto whole = std::filesystem::absolute(path, ignored).lexically_normal();
  plan.file = whole.filename().string();
  plan.folder = whole.parent_path().string();
  auto options = options_of(typed, terminal);
  if (!options) return false;
  Diagnostics diagnostics;
  std::unique_ptr<ToolRunner> tools;
  if (lacks_a_tool(plan, examples)) {
    ask_for_permission(plan, *options, terminal);
    tools = tools_for(plan, *options, loader, project_of(plan.folder), diagnostics);
    if (!options->allow_tools)
      terminal.err.print("tools were not run: `--allow-tools` lets them, in a sandbox\n");
  }
  const auto asking = asking_for(plan, *options, loader, project_of(plan.folder), diagnostics);
  for (const auto& one : diagnostics.all())
    terminal.refuse(one.message, one.help.empty() ? std::string_view() : one.help.front());
  if (diagnostics.any_errors()) return false;
  say_who_is_not_asked(plan, examples, terminal);
  if (tools) run_tools_on_examples(plan, *tools, examples, terminal);
  if (!asking) return true;
  for (auto& row : asking->ask_examples(examples, false, {})) {
    const std::string check(text_in(row, "check")), example(text_in(row, "example"));
    examples.add(check, example, std::move(row));
  }
  if (const auto why = asking->asker().stopped()) terminal.err.print(*why + "\n");
  const auto counts = asking->asker().counts();
  if (counts.asked > 0 && !terminal.quiet)
    terminal.err.print(fmt::format("{} asked, spent {}\n", counted(counts.asked, "call"),
                                   in_dollars(counts.spent_usd)));
  return true;
}

// What one file came to; its exit code where it could not be tested.
std::variant<Tested, int> test_file(const std::string& path, const CommandLine& typed,
                                    const Terminal& terminal) {
  const std::string answers(typed.value("--answers"));
  const auto loader = loader_for(path);
  const auto compiled = compile(path, *loader, standard_library());
  if (!compiled.diagnostics.all().empty())
    terminal.err.print(messages(compiled, path, false, terminal.err, terminal));
  if (compiled.diagnostics.any_errors())
    return only_examples_differ(compiled.diagnostics) ? exit_code::not_met : exit_code::nothing_run;
  auto found = recorded_examples(compiled, path, answers, *loader, terminal);
  if (!found) return exit_code::nothing_run;
  if (!ask_examples(compiled, path, typed, *loader, found->examples, terminal))
    return exit_code::nothing_run;
  Tested made = tested(compiled.program, found->examples, standard_library());
  made.file = path;
  made.answers = found->path;
  return made;
}

}  // namespace

int run_test(const CommandLine& typed, Terminal& terminal) {
  const auto files = eval_files(typed.words, terminal);
  if (!files) return exit_code::nothing_run;
  const auto style = style_of(terminal);
  std::vector<Tested> all;
  int code = exit_code::done;
  for (const auto& path : *files) {
    auto found = test_file(path, typed, terminal);
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
