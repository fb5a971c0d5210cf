// `cairn report`: a run that was, in the form that its reader wants.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "runtime/cli/commands.h"
#include "runtime/cli/files.h"
#include "runtime/cli/named_run.h"
#include "runtime/cli/style.h"
#include "runtime/disk_loader.h"
#include "runtime/process/program.h"
#include "runtime/report/comparison.h"
#include "runtime/report/every_eval_ever.h"
#include "runtime/report/github.h"
#include "runtime/report/patterns.h"
#include "runtime/report/report.h"
#include "runtime/report/terminal.h"
#include "runtime/runs.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

// Runs of the same eval under the same rules, up to this one.
std::vector<RunOutline> history_of(const LoggedRun& run) {
  std::vector<RunOutline> history;
  for (const auto& entry : runs_of(project_of(fs::absolute(run.path).parent_path()))) {
    if (entry.eval != run.eval) continue;
    auto outline = read_run_outline(entry.log.string());
    if (!outline || outline->hash_score != run.plan.hashes.score) continue;
    const bool last = outline->id == run.id;
    if (outline->summary) history.push_back(*std::move(outline));
    if (last) break;
  }
  return history;
}

// Two runs of one project on one page.
bool holds_another(const CommandLine& typed, RunReport& report, LogDetail detail,
                   const Terminal& terminal) {
  if (!typed.has("--against")) return true;
  auto before = run_named(std::string(typed.value("--against")), detail, terminal);
  if (!before) return false;
  if (before->id == report.run.id || before->eval != report.run.eval) {
    terminal.refuse(before->id == report.run.id
                        ? fmt::format("`--against` names the same run, {}", report.run.id)
                        : fmt::format("run {} is of the eval `{}`, run {} of `{}`", before->id,
                                      before->eval, report.run.id, report.run.eval),
                    "`cairn runs` lists the runs there are");
    return false;
  }
  report.comparison = compare(*before, report.run);
  report.before = std::move(before);
  return true;
}

std::string for_terminal(const RunReport& report, const Terminal& terminal) {
  const auto style = style_of(terminal);
  auto text = cairn::report(report.run.summary, style);
  if (const auto found = patterns(report.patterns, style); !found.empty()) text += "\n" + found;
  if (report.comparison)
    text += "\n" + cairn::report(*report.comparison, *report.before, report.run, style);
  return text;
}

// Where a page goes that nobody named: beside the log of its run.
fs::path beside_log(const LoggedRun& run, const ReportFormat& format) {
  return fs::path(run.path).parent_path() / format.file;
}

int open_page(const fs::path& path, const Terminal& terminal) {
  constexpr double most_seconds = 20;
  const auto opened = run_program({.words = {"xdg-open", fs::absolute(path).string()},
                                   .input = {},
                                   .folder = {},
                                   .timeout_seconds = most_seconds});
  if (opened && opened->exit_code == 0) return exit_code::done;
  terminal.refuse("`xdg-open` could not open the page",
                  fmt::format("open it yourself: {}", path.string()));
  return exit_code::nothing_run;
}

bool write_or_say(const fs::path& path, const std::string& text, const Terminal& terminal) {
  if (const auto written = write_file(path.string(), text); !written) {
    terminal.refuse(written.error().what, "`--out FILE` names another file");
    return false;
  }
  terminal.err.print(fmt::format("written: {}\n", path.string()));
  return true;
}

// The shared database wants two files: `x.json` and, of each answer, `x_samples.jsonl`.
int write_every_eval_ever(const RunReport& report, const ReportChoices& choices,
                          const fs::path& path, const Terminal& terminal) {
  auto samples = path;
  samples.replace_filename(path.stem().string() + "_samples.jsonl");
  const bool written =
      write_or_say(path, every_eval_ever_aggregate(report, choices, samples.filename().string()),
                   terminal) &&
      write_or_say(samples, every_eval_ever_instances(report, choices), terminal);
  return written ? exit_code::done : exit_code::nothing_run;
}

int write_page(const RunReport& report, const ReportFormat& format, const ReportChoices& choices,
               const CommandLine& typed, Terminal& terminal) {
  const bool named = typed.has("--out");
  if (named && format.name == "every_eval_ever")
    return write_every_eval_ever(report, choices, typed.value("--out"), terminal);
  const auto text = format.write(report, choices);
  const bool to_a_file =
      named || typed.has("--open") || (format.name == "html" && terminal.out.is_terminal);
  if (!to_a_file) {
    terminal.out.print(text);
    return exit_code::done;
  }
  const auto path = named ? fs::path(typed.value("--out")) : beside_log(report.run, format);
  if (!write_or_say(path, text, terminal)) return exit_code::nothing_run;
  return typed.has("--open") ? open_page(path, terminal) : exit_code::done;
}

// GitHub's page of a job, where this runs as a step of one.
int write_step_summary(const RunReport& report, const ReportChoices& choices,
                       const Terminal& terminal) {
  const char* path = std::getenv("GITHUB_STEP_SUMMARY");
  if (path == nullptr || *path == '\0') return exit_code::done;
  const auto failed = append_step_summary(path, markdown_report(report, choices));
  if (!failed) return exit_code::done;
  terminal.refuse(failed->what);
  return exit_code::nothing_run;
}

bool is_one_of(std::string_view format, std::initializer_list<std::string_view> all) {
  return std::ranges::find(all, format) != all.end();
}

// An option that a form has no use for is refused, not passed over.
bool fits(const CommandLine& typed, std::string_view format, const Terminal& terminal) {
  if (typed.has("--open") && format != "html") {
    terminal.refuse("`--open` opens a page", "add `--format html`, or leave `--open` out");
    return false;
  }
  if (typed.has("--failed") && !is_one_of(format, {"html", "json", "csv", "every_eval_ever"})) {
    terminal.refuse(
        fmt::format("a {} report has no list of items that `--failed` could cut", format),
        "add `--format html`, `csv` or `json`");
    return false;
  }
  if (typed.has("--redact") && format == "terminal") {
    terminal.refuse("the terminal report shows no answers, so there is nothing to leave out",
                    "add `--format html`, `csv` or `json`");
    return false;
  }
  if (typed.has("--against") && is_one_of(format, {"junit", "csv", "every_eval_ever"})) {
    terminal.refuse(fmt::format("a {} report is of one run", format),
                    "`cairn compare RUN RUN --json` has both");
    return false;
  }
  if (format == "every_eval_ever" && !typed.has("--out") &&
      (typed.has("--failed") || typed.has("--redact"))) {
    terminal.refuse("without `--out FILE` no answers are written, so there is nothing to leave out",
                    "add `--out FILE`: answers go into FILE_samples.jsonl beside it");
    return false;
  }
  return true;
}

}  // namespace

int run_report(const CommandLine& typed, Terminal& terminal) {
  const auto wanted = typed.has("--format") ? typed.value("--format")
                      : typed.has("--open") ? std::string_view("html")
                                            : std::string_view("terminal");
  if (!fits(typed, wanted, terminal)) return exit_code::nothing_run;
  const bool all = wanted == "html" || wanted == "json";
  const auto detail = all ? LogDetail::everything : LogDetail::verdicts;
  auto run = run_named(typed.words[0], detail, terminal);
  if (!run) return exit_code::nothing_run;
  RunReport report;
  report.run = *std::move(run);
  if (!holds_another(typed, report, detail, terminal)) return exit_code::nothing_run;
  report.patterns = patterns_of(report.run);
  if (wanted == "terminal") {
    const auto text = for_terminal(report, terminal);
    if (typed.has("--out"))
      return write_or_say(typed.value("--out"), text, terminal) ? exit_code::done
                                                                : exit_code::nothing_run;
    terminal.out.print(text);
    return exit_code::done;
  }
  report.history = history_of(report.run);
  const auto* format = find_report_format(wanted);
  const ReportChoices choices{typed.has("--failed"), typed.has("--redact")};
  const int code = write_page(report, *format, choices, typed, terminal);
  if (code != exit_code::done || wanted != "github") return code;
  return write_step_summary(report, choices, terminal);
}

}  // namespace cairn
