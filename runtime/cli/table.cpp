// Every command, in the order in which a new user meets them.
#include <fmt/format.h>

#include <array>

#include "runtime/cli/command.h"
#include "runtime/cli/commands.h"

namespace cairn {
namespace {

constexpr std::array check_options = {
    Option{"--format", "pretty|short|json|github|sarif", "how mistakes are shown (pretty)"},
    Option{"--fix", "", "make the changes that are safe, then check again"},
    Option{"--strict", "", "a warning is a mistake too (exit code 2)"},
};

constexpr std::array new_options = {
    Option{"--git", "FOLDER", "add the settings of git and editors to a repository that exists"},
};

constexpr std::array plan_options = {
    Option{"--json", "", "print the plan itself, which `cairn run plan.json` runs"},
};

constexpr std::array fmt_options = {
    Option{"--check", "", "change nothing; name the files that would change (exit code 1)"},
    Option{"--stdout", "", "change nothing; print the files as they would be"},
};

constexpr std::array test_options = {
    Option{"--answers", "FILE", "what judges said of the examples (the file the eval names)"},
    Option{"--json", "", "all numbers as one JSON document"},
};

constexpr std::array rows = {
    Command{"new", "NAME", "a folder with an eval that runs at once", "", 0, 1, new_options,
            run_new},
    Command{"check", "PATH…", "find every mistake before anything runs",
            "PATH is a .eval file or a folder of them; `-` reads standard input.", 1, -1,
            check_options, run_check},
    Command{"plan", "PATH…", "what would be asked of whom, how often, with which defaults",
            "Nothing is asked. PATH is a .eval file or a folder of them.", 1, -1, plan_options,
            run_plan},
    Command{"fmt", "PATH…", "lay files out in the one way there is",
            "PATH is a .eval file or a folder of them; `-` reads standard input and prints.\n"
            "A file with a mistake in it is left as it is.",
            1, -1, fmt_options, run_fmt},
    Command{"test", "PATH…", "the examples of every check and define; judges against their labels",
            "Exit code 1: an example came out wrong; 3: something is untested.", 1, -1,
            test_options, run_test},
};

struct Later {
  std::string_view name, sentence;
};
constexpr std::array later = {
    Later{"agree", "agreement of raters comes with rating by people"},
    Later{"compare", "read two runs with `cairn run … --json` meanwhile"},
    Later{"completions", "it comes with the editors"},
    Later{"diff",
          "`git diff` shows what changed; the three hashes of `cairn plan` say whether scores can "
          "be compared"},
    Later{"export", "other tools' formats come later; `cairn run --json` prints all numbers"},
    Later{"import", "other tools' formats come later"},
    Later{"lsp",
          "editors come later; `cairn check --format short` works with every editor's error list"},
    Later{"merge", "runs cannot be sharded yet"},
    Later{"models", "models are asked from the next version on"},
    Later{"rate",
          "rating by people comes later; ratings that you have are read from recorded answers"},
    Later{"report",
          "`cairn run` prints the result and `--json` all numbers; `cairn show last ITEM` shows "
          "one item"},
    Later{"reward", "rewards come later"},
    Later{"runs", "runs are kept in .cairn/runs; `cairn show last ITEM` reads them"},
    Later{"verify", "verification by hand comes with rating by people"},
};

}  // namespace

std::span<const Command> commands() { return rows; }

std::string_view later_command(std::string_view name) {
  for (const auto& command : later)
    if (command.name == name) return command.sentence;
  return {};
}

std::string overview(const Terminal&) {
  std::string text =
      "cairn checks and runs GenAI evals written as one readable .eval file.\n\n"
      "  cairn new my_eval                       a folder with an eval that runs at once\n"
      "  cairn check my_eval/my_eval.eval        every mistake, before anything runs\n"
      "  cairn run my_eval/my_eval.eval          one number, and how far it can be trusted\n\n";
  for (const auto& command : rows) text += fmt::format("  {:10} {}\n", command.name, command.about);
  return text + "\nMore: cairn COMMAND --help\n";
}

}  // namespace cairn
