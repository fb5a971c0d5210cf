// `cairn run`: score answers, keep the log, say the result.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <memory>

#include "lang/compile.h"
#include "lang/render_diagnostic.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/files.h"
#include "runtime/cli/messages.h"
#include "runtime/cli/planning.h"
#include "runtime/cli/run_progress.h"
#include "runtime/disk_loader.h"
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

std::optional<long long> whole(const CommandLine& typed, std::string_view option, long long least,
                               const Terminal& terminal, bool& sound) {
  if (!typed.has(option)) return std::nullopt;
  const auto text = typed.value(option);
  long long number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= least) return number;
  terminal.refuse(fmt::format("`{}` cannot be `{}`", option, text),
                  fmt::format("it is a whole number{}",
                              least > 0 ? fmt::format(" from {}", least) : std::string()));
  sound = false;
  return std::nullopt;
}

std::optional<RunOptions> options_of(const CommandLine& typed, const Terminal& terminal) {
  bool sound = true;
  const auto list = [&](std::string_view option) {
    const auto values = typed.values(option);
    return std::vector<std::string>(values.begin(), values.end());
  };
  RunOptions options{.answers = std::string(typed.value("--answers")),
                     .answers_only = typed.has("--answers-only"),
                     .answers_item = std::string(typed.value("--answers-item")),
                     .answers_text = std::string(typed.value("--answers-text")),
                     .only = list("--only"),
                     .items = list("--item")};
  if (const auto take = whole(typed, "--take", 1, terminal, sound))
    options.take = static_cast<std::size_t>(*take);
  if (const auto samples = whole(typed, "--samples", 1, terminal, sound))
    options.samples = static_cast<std::size_t>(*samples);
  options.seed = whole(typed, "--seed", 0, terminal, sound);
  for (const auto& label : typed.values("--label")) {
    const auto equals = label.find('=');
    if (equals == label.npos || equals == 0) {
      terminal.refuse(fmt::format("`--label` cannot be `{}`", label),
                      "write it as `--label KEY=VALUE`");
      return std::nullopt;
    }
    options.labels.emplace_back(label.substr(0, equals), label.substr(equals + 1));
  }
  options.out = typed.value("--out");
  options.record = typed.value("--record");
  options.argv = typed.argv;
  options.stop = &stop_asked;
  if (!sound) return std::nullopt;
  return options;
}

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

std::optional<Planned> planned(const std::string& path, const Terminal& terminal) {
  const auto text = read_file(path);
  if (!text) {
    terminal.refuse(text.error().what);
    return std::nullopt;
  }
  Diagnostics diagnostics;
  auto plan = read_plan(*text, path, standard_library(), diagnostics);
  if (!diagnostics.all().empty()) show(diagnostics, path, terminal);
  if (!plan || diagnostics.any_errors()) return std::nullopt;
  auto folder = plan->folder.empty() ? fs::path(path).parent_path() : fs::path(plan->folder);
  return Planned{*std::move(plan), project_of(fs::absolute(folder))};
}

std::optional<Planned> compiled(const std::string& path, Loader& loader, const Terminal& terminal) {
  auto plan = plan_or_say(path, loader, terminal);
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

ReportStyle style_of(const Terminal& terminal) {
  return {terminal.out.colour, terminal.unicode, terminal.width};
}

void run_one(const std::string& path, const CommandLine& typed, const Terminal& terminal,
             Outcomes& outcomes) {
  const auto loader = loader_for(path);
  auto made = is_plan(path) ? planned(path, terminal) : compiled(path, *loader, terminal);
  auto options = made ? options_of(typed, terminal) : std::nullopt;
  if (!made || !options) {
    outcomes.codes.push_back(exit_code::nothing_run);
    return;
  }
  const auto& heading = made->plan.eval.heading;
  Diagnostics diagnostics;
  std::optional<RunResult> result;
  {
    RunProgress progress(heading.title.empty() ? heading.name : heading.title, terminal);
    options->progress = [&](std::size_t done, std::size_t all) { progress.show(done, all); };
    result = run(made->plan, *options, {*loader, standard_library(), made->project}, diagnostics);
  }
  if (!diagnostics.all().empty()) show(diagnostics, path, terminal);
  if (!result) {
    outcomes.codes.push_back(exit_code::nothing_run);
    return;
  }
  if (result->interrupted)
    terminal.err.print(fmt::format("stopped; what was finished is in {}\n", result->log.string()));
  result->summary.named = name_from_here(result->log, *made);
  if (!typed.has("--json")) terminal.out.print(report(result->summary, style_of(terminal)));
  outcomes.codes.push_back(result->summary.exit_code);
  outcomes.summaries.push_back(std::move(result->summary));
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
  if (files->size() > 1 && (typed.has("--out") || typed.has("--record"))) {
    terminal.refuse("`--out` and `--record` name one file, but there are several evals",
                    "run them one by one");
    return exit_code::nothing_run;
  }
  const Interruptible guard;
  Outcomes outcomes;
  for (const auto& path : *files) {
    run_one(path, typed, terminal, outcomes);
    if (stop_asked) break;
  }
  if (stop_asked) outcomes.codes.push_back(interrupted_code);
  if (!typed.has("--json") && outcomes.summaries.size() > 1)
    terminal.out.print("\n" + report_together(outcomes.summaries, style_of(terminal)));
  if (typed.has("--json")) terminal.out.print(as_json(outcomes.summaries, files->size()));
  return worst_of(outcomes.codes);
}

}  // namespace cairn
