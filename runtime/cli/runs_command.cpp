// `cairn runs`: the history of an eval, its score by label, what it can still show.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "lang/nearest.h"
#include "lang/parse.h"
#include "lang/utf8.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/files.h"
#include "runtime/cli/style.h"
#include "runtime/disk_loader.h"
#include "runtime/history/history_json.h"
#include "runtime/history/past_runs.h"
#include "runtime/report/history.h"
#include "runtime/runs.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

// Which runs were asked for.
struct WantedRuns {
  fs::path project;
  std::string eval, file;  // Both empty: those of all evals; `file` empty: it was named.
};

// "`a`, `b`".
template <class Names>
std::string in_backquotes(const Names& names) {
  std::string text;
  for (const auto& name : names)
    text += fmt::format("{}`{}`", text.empty() ? "" : ", ", printable(name));
  return text;
}

// The file may have mistakes: runs of it are there all the same.
std::optional<std::string> eval_in(const std::string& path, const Terminal& terminal) {
  auto bytes = read_file(path);
  if (!bytes) {
    terminal.refuse(bytes.error().what);
    return std::nullopt;
  }
  Diagnostics mistakes;
  const auto source = read_source(path, *std::move(bytes), 0, mistakes);
  const auto file = parse(source, 0, mistakes, Examples::passed_over);
  for (const auto& block : file.blocks)
    if (block.keyword.id == "eval" && block.name) return block.name->id;
  terminal.refuse(fmt::format("{} has no `eval` that can be read", printable(path)),
                  mistakes.any_errors()
                      ? fmt::format("`cairn check {}` says what is wrong with it", printable(path))
                      : "name the file that has one, or type `cairn runs` to see all runs");
  return std::nullopt;
}

std::optional<WantedRuns> wanted_file(const std::string& path, const Terminal& terminal) {
  auto eval = eval_in(path, terminal);
  if (!eval) return std::nullopt;
  std::error_code ignored;
  const auto folder = fs::absolute(path, ignored).lexically_normal().parent_path();
  return WantedRuns{project_of(folder), *std::move(eval), path};
}

std::string instead_of(const std::string& name, const fs::path& project,
                       const std::set<std::string>& evals) {
  if (names_a_run(project, name))
    return fmt::format("`{}` is a run: `cairn show {} ITEM` shows one of its items", name, name);
  const auto meant = nearest(name, {evals.begin(), evals.end()});
  if (!meant.empty()) return fmt::format("did you mean `{}`?", meant);
  if (evals.empty()) return "there are no runs here yet: `cairn run FILE` makes one";
  return fmt::format("there are runs of {}", in_backquotes(evals));
}

// A file, or the name of an eval that has runs.
std::optional<WantedRuns> wanted_runs(const CommandLine& typed, const Terminal& terminal) {
  const auto project = project_of(fs::current_path());
  if (typed.words.empty()) return WantedRuns{project, {}, {}};
  const auto& word = typed.words[0];
  std::error_code ignored;
  if (fs::is_regular_file(word, ignored)) return wanted_file(word, terminal);
  std::set<std::string> evals;
  for (const auto& run : runs_of(project)) evals.insert(run.eval);
  if (evals.contains(word)) return WantedRuns{project, word, {}};
  const auto what =
      fs::is_directory(word, ignored)
          ? fmt::format("{} is a folder", printable(word))
          : fmt::format("there is no file and no eval with runs called `{}`", printable(word));
  terminal.refuse(what, instead_of(word, project, evals));
  return std::nullopt;
}

// --- by label ----------------------------------------------------------------------------

void refuse_label(const FoundRuns& found, const std::string& label, const Terminal& terminal) {
  const auto labels = labels_of(found.runs);
  const auto whose = found.eval.empty() ? "no run" : fmt::format("no run of `{}`", found.eval);
  if (label == "model" || label == "prompt") {
    terminal.refuse(fmt::format("{} that ended says what its {} was", whose, label),
                    "recorded answers say it only in part: label runs by `--label` instead");
    return;
  }
  const auto what = fmt::format("{} has a label `{}`", whose, printable(label));
  const auto meant = nearest(label, {labels.begin(), labels.end()});
  if (!meant.empty())
    terminal.refuse(what, fmt::format("did you mean `{}`?", printable(meant)));
  else if (labels.empty())
    terminal.refuse(
        what, fmt::format("label the next: cairn run {} --label {}=VALUE",
                          found.file.empty() ? "FILE" : printable(found.file), printable(label)));
  else
    terminal.refuse(what, fmt::format("there are {}; `model` and `prompt` can be used too",
                                      in_backquotes(labels)));
}

// The one eval whose runs have the label. Nothing, after saying why, if there is none or
// there are several.
std::optional<std::string> eval_with_label(const FoundRuns& found, const std::string& label,
                                           const Terminal& terminal) {
  std::set<std::string> evals;
  bool any_ended = false;
  for (const auto& run : runs_with_label(found.runs, label)) {
    evals.insert(run.entry.eval);
    any_ended = any_ended || run.summary();
  }
  if (evals.size() > 1) {
    terminal.refuse(
        fmt::format("several evals have runs with `{}`: {}", printable(label),
                    in_backquotes(evals)),
        fmt::format("name one: cairn runs {} --by {}", *evals.begin(), printable(label)));
    return std::nullopt;
  }
  if (evals.empty()) {
    refuse_label(found, label, terminal);
    return std::nullopt;
  }
  if (!any_ended) {
    terminal.refuse(fmt::format("no run with the label `{}` has ended", printable(label)),
                    "`cairn runs` lists them and says how to go on");
    return std::nullopt;
  }
  return *evals.begin();
}

// False after saying why not.
bool add_by_label(FoundRuns& found, const std::string& label, Loader& loader,
                  const Terminal& terminal) {
  const auto eval = eval_with_label(found, label, terminal);
  if (!eval) return false;
  found.eval = *eval;
  std::erase_if(found.runs, [&](const PastRun& run) { return run.entry.eval != *eval; });
  auto by = read_by_label(found, label, loader);
  if (!by) {
    terminal.refuse(by.error().what);
    return false;
  }
  found.by = *std::move(by);
  return true;
}

}  // namespace

int run_runs(const CommandLine& typed, Terminal& terminal) {
  const auto wanted = wanted_runs(typed, terminal);
  if (!wanted) return exit_code::nothing_run;
  DiskLoader loader;
  FoundRuns found{.eval = wanted->eval,
                  .file = wanted->file,
                  .runs = read_past_runs(wanted->project, wanted->eval, fs::current_path())};
  if (typed.has("--by") && !found.runs.empty()) {
    if (!add_by_label(found, std::string(typed.value("--by")), loader, terminal))
      return exit_code::nothing_run;
  } else if (!found.eval.empty()) {
    add_saturation(found, loader);
  }
  const auto style = style_of(terminal);
  terminal.out.print(typed.has("--json") ? to_json(found) + "\n" : report(found, style));
  return exit_code::done;
}

}  // namespace cairn
