// `cairn run`: score answers, keep the log, say the result.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <memory>

#include "lang/compile.h"
#include "lang/render_diagnostic.h"
#include "lang/utf8.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/files.h"
#include "runtime/cli/messages.h"
#include "runtime/cli/planning.h"
#include "runtime/cli/run_arguments.h"
#include "runtime/cli/run_patterns.h"
#include "runtime/cli/run_progress.h"
#include "runtime/cli/style.h"
#include "runtime/cli/tool_permission.h"
#include "runtime/disk_loader.h"
#include "runtime/report/phrases.h"
#include "runtime/report/terminal.h"
#include "runtime/run.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

constexpr int interrupted_code = 130;

// Ctrl-C once ends the run at the next item; twice ends the program.
std::atomic<bool> stop_asked = false;

extern "C" void ask_to_stop(int) {
  if (stop_asked.exchange(true)) std::_Exit(interrupted_code);
}

class Interruptible {
 public:
  Interruptible() : before_(std::signal(SIGINT, ask_to_stop)) {}
  ~Interruptible() { std::signal(SIGINT, before_); }
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;

 private:
  void (*before_)(int);
};

// What one path says is to be run.
struct Planned {
  Plan plan;
  fs::path project;
};

bool is_plan(const std::string& path) { return fs::path(path).extension() == ".json"; }

void show(const Diagnostics& diagnostics, const std::string& path, const Terminal& terminal) {
  Compilation shown;
  shown.sources.add(SourceFile(path, ""));
  shown.diagnostics = diagnostics;
  terminal.err.print(messages(shown, path, false, terminal.err, terminal));
}

std::optional<Planned> planned(const std::string& path, const PlanChoices& choices,
                               const Terminal& terminal) {
  const auto text = read_file(path);
  if (!text) {
    terminal.refuse(text.error().what);
    return std::nullopt;
  }
  if (!choices.prompt.empty()) {
    terminal.refuse("a plan holds one prompt, so `--prompt` cannot choose another",
                    "run the .eval file it was made of");
    return std::nullopt;
  }
  Diagnostics diagnostics;
  auto plan = read_plan(*text, path, standard_library(), diagnostics);
  if (!diagnostics.all().empty()) show(diagnostics, path, terminal);
  if (!plan || diagnostics.any_errors()) return std::nullopt;
  if (!choices.model.empty()) plan->eval.model = program::Model{.heading = {}, .id = choices.model};
  auto folder = plan->folder.empty() ? fs::path(path).parent_path() : fs::path(plan->folder);
  return Planned{*std::move(plan), project_of(fs::absolute(folder))};
}

std::optional<Planned> compiled(const std::string& path, const PlanChoices& choices, Loader& loader,
                                const Terminal& terminal) {
  auto plan = plan_or_say(path, loader, terminal, choices);
  if (!plan) return std::nullopt;
  auto project = project_of(plan->folder);
  return Planned{*std::move(plan), std::move(project)};
}

struct Outcomes {
  std::vector<Summary> summaries;
  std::vector<int> codes;
};

// The first of 130, 2, 1, 3, 4, 0 that occurs.
int worst_of(const std::vector<int>& codes) {
  constexpr std::array order = {interrupted_code, 2, 1, 3, 4, 0};
  for (const int code : order)
    if (std::ranges::count(codes, code)) return code;
  return 0;
}

// What to type for this run in the working folder: its id where `cairn show` would
// look for it, else its path.
std::string name_from_here(const fs::path& log, const Planned& made) {
  std::error_code ignored;
  const auto here = fs::current_path(ignored);
  const auto runs = made.project / ".cairn" / "runs";
  if (project_of(here) == made.project && log.parent_path().parent_path() == runs) return {};
  // A log may lie in the working folder itself, so it is named as a file.
  return fs::absolute(log, ignored).lexically_proximate(here).string();
}

// The run as it was typed, with the model and the prompt that this one had.
std::string typed_again(const CommandLine& typed, const std::string& path,
                        const PlanChoices& choices, const std::string& resumed) {
  std::string text = "cairn run " + shell_word(path);
  const auto add = [&](std::string_view option, const std::string& value) {
    if (!value.empty()) text += fmt::format(" {} {}", option, shell_word(value));
  };
  add("--model", choices.model);
  add("--prompt", choices.prompt);
  for (const auto& [option, values] : typed.options) {
    if (option == "--model" || option == "--prompt" || option == "--resume" || option == "--out")
      continue;
    if (values.empty()) text += " " + option;
    for (const auto& value : values) add(option, value);
  }
  return text + " --resume " + shell_word(resumed);
}

// What was paid, and how to go on; on the error stream, so that the answer stays itself.
void say_how_it_went(const RunResult& result, const std::string& go_on, const Terminal& terminal) {
  if (!result.stopped.empty())
    terminal.err.print(fmt::format("ended early: {}\n", printable(result.stopped)));
  if (result.interrupted && !result.asked)
    terminal.err.print(fmt::format("stopped; what was finished is in {}\n", result.log.string()));
  if (!result.stopped.empty() || (result.interrupted && result.asked))
    terminal.err.print(fmt::format("what came in is kept; go on with: {}\n", printable(go_on)));
  if (result.asked && !terminal.quiet)
    terminal.err.print(fmt::format("spent {}{} in this run\n", in_dollars(result.spent_usd),
                                   result.price_unknown > 0 ? " and what is not known" : ""));
}

// What the machine lacks, and no mistake of the eval's.
bool lacks_a_sandbox(const Diagnostics& diagnostics) {
  return std::ranges::any_of(diagnostics.all(), [](const Diagnostic& one) {
    return one.kind == DiagnosticKind::run_no_sandbox || one.kind == DiagnosticKind::run_no_program;
  });
}

void run_one(const std::string& path, const PlanChoices& choices, const CommandLine& typed,
             const Terminal& terminal, Outcomes& outcomes) {
  const auto loader = loader_for(path);
  auto made =
      is_plan(path) ? planned(path, choices, terminal) : compiled(path, choices, *loader, terminal);
  auto options = made ? options_of(typed, terminal) : std::nullopt;
  if (!made || !options) {
    outcomes.codes.push_back(exit_code::nothing_run);
    return;
  }
  options->stop = &stop_asked;
  options->permit = [&](const StartedPrograms& programs) {
    return may_start(programs, options->sandbox != SandboxLevel::none, terminal);
  };
  const auto& heading = made->plan.eval.heading;
  Diagnostics diagnostics;
  std::optional<RunResult> result;
  {
    RunProgress progress(heading.title.empty() ? heading.name : heading.title,
                         options->budget_usd ? options->budget_usd : made->plan.eval.budget_usd,
                         terminal);
    options->progress = [&](const RunState& state) { progress.show(state); };
    result = run(made->plan, *options,
                 {*loader,
                  standard_library(),
                  made->project,
                  process_environment(),
                  own_price_file(made->project),
                  {},
                  guard_program()},
                 diagnostics);
  }
  if (!diagnostics.all().empty()) show(diagnostics, path, terminal);
  if (!result) {
    outcomes.codes.push_back(lacks_a_sandbox(diagnostics) ? exit_code::not_measured
                                                          : exit_code::nothing_run);
    return;
  }
  const auto named = typed.has("--out") ? result->log.string() : result->summary.run;
  say_how_it_went(*result, typed_again(typed, path, choices, named), terminal);
  result->summary.named = name_from_here(result->log, *made);
  if (!typed.has("--json"))
    terminal.out.print(report(result->summary, style_of(terminal)) +
                       patterns_in_log(result->log, result->summary, style_of(terminal)));
  outcomes.codes.push_back(result->summary.exit_code);
  outcomes.summaries.push_back(std::move(result->summary));
}

// Every model with every prompt; as the eval says where none is typed.
std::vector<PlanChoices> choices_of(const CommandLine& typed) {
  const auto typed_or_none = [&](std::string_view option) {
    const auto values = typed.values(option);
    return values.empty() ? std::vector<std::string>{""}
                          : std::vector<std::string>(values.begin(), values.end());
  };
  std::vector<PlanChoices> all;
  for (const auto& model : typed_or_none("--model"))
    for (const auto& prompt : typed_or_none("--prompt")) all.push_back({model, prompt});
  return all;
}

std::string as_json(const std::vector<Summary>& summaries, std::size_t paths) {
  if (paths == 1) return summaries.empty() ? std::string() : to_json(summaries.front()) + "\n";
  std::string out = R"({"schema":"cairn.summaries/1","runs":[)";
  for (const auto& summary : summaries) out += (out.ends_with('[') ? "" : ",") + to_json(summary);
  return out + "]}\n";
}

}  // namespace

int run_run(const CommandLine& typed, Terminal& terminal) {
  const auto files = runnable_files(typed.words, terminal);
  if (!files) return exit_code::nothing_run;
  const auto choices = choices_of(typed);
  const auto runs = files->size() * choices.size();
  if (runs > 1 && (typed.has("--out") || typed.has("--record"))) {
    terminal.refuse("`--out` and `--record` name one file, but there are several runs",
                    "run them one by one");
    return exit_code::nothing_run;
  }
  const Interruptible guard;
  Outcomes outcomes;
  for (const auto& path : *files) {
    for (const auto& choice : choices) {
      if (stop_asked) break;
      run_one(path, choice, typed, terminal, outcomes);
    }
  }
  if (stop_asked) outcomes.codes.push_back(interrupted_code);
  if (!typed.has("--json") && outcomes.summaries.size() > 1)
    terminal.out.print("\n" + report_together(outcomes.summaries, style_of(terminal)));
  if (typed.has("--json")) terminal.out.print(as_json(outcomes.summaries, runs));
  return worst_of(outcomes.codes);
}

}  // namespace cairn
