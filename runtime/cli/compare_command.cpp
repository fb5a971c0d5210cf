// `cairn compare`: two runs held against each other item by item; of more, a ranking.
#include <fmt/format.h>

#include <optional>
#include <vector>

#include "runtime/cli/commands.h"
#include "runtime/cli/named_run.h"
#include "runtime/cli/style.h"
#include "runtime/compare/comparison_json.h"
#include "runtime/report/comparison.h"

namespace cairn {
namespace {

std::optional<std::vector<LoggedRun>> runs_named(const std::vector<std::string>& words,
                                                 const Terminal& terminal) {
  std::vector<LoggedRun> runs;
  for (const auto& word : words) {
    auto run = run_named(word, LogDetail::verdicts, terminal);
    if (!run) return std::nullopt;
    // Several long runs fit into memory without their texts, which nothing here reads.
    for (auto& item : run->items)
      for (auto& answer : item.answers) answer.turns = {};
    runs.push_back(*std::move(run));
  }
  return runs;
}

// True after saying that two of them are one run, or runs of two evals.
bool refused(const std::vector<LoggedRun>& runs, const std::vector<std::string>& words,
             const Terminal& terminal) {
  for (std::size_t i = 1; i < runs.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (runs[i].id == runs[j].id) {
        terminal.refuse(
            fmt::format("`{}` and `{}` are the same run, {}", words[j], words[i], runs[i].id),
            "name two runs; the run before the last one is `last~1`");
        return true;
      }
      if (runs[i].eval != runs[j].eval) {
        terminal.refuse(fmt::format("`{}` is a run of the eval `{}`, and `{}` one of `{}`",
                                    words[j], runs[j].eval, words[i], runs[i].eval),
                        "name runs of one eval: `cairn runs` lists them");
        return true;
      }
    }
  return false;
}

int compare_two(const std::vector<LoggedRun>& runs, const CommandLine& typed,
                const Terminal& terminal) {
  const auto made = compare(runs[0], runs[1]);
  terminal.out.print(typed.has("--json") ? to_json(made) + "\n"
                                         : report(made, runs[0], runs[1], style_of(terminal)));
  if (!typed.has("--exit-code")) return exit_code::done;
  if (made.anything_worse()) return exit_code::not_met;
  return made.comparable ? exit_code::done : exit_code::not_measured;
}

int rank_all(const std::vector<LoggedRun>& runs, const CommandLine& typed,
             const Terminal& terminal) {
  const auto board = leaderboard(runs);
  terminal.out.print(typed.has("--json") ? to_json(board, runs) + "\n"
                                         : report(board, runs, style_of(terminal)));
  return exit_code::done;
}

}  // namespace

int run_compare(const CommandLine& typed, Terminal& terminal) {
  const auto& words = typed.words;
  if (words.size() > 2 && typed.has("--exit-code")) {
    terminal.refuse("`--exit-code` says whether one run is worse than another",
                    "name two runs: the one before and the one after");
    return exit_code::nothing_run;
  }
  const auto runs = runs_named(words, terminal);
  if (!runs || refused(*runs, words, terminal)) return exit_code::nothing_run;
  return runs->size() == 2 ? compare_two(*runs, typed, terminal) : rank_all(*runs, typed, terminal);
}

}  // namespace cairn
