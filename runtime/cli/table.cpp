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
    Option{"--model", "ID", "as if this model were asked"},
    Option{"--prompt", "NAME", "as if this prompt were sent"},
    Option{"--json", "", "print the plan itself, which `cairn run plan.json` runs"},
};

constexpr std::array fmt_options = {
    Option{"--check", "", "change nothing; name the files that would change (exit code 1)"},
    Option{"--stdout", "", "change nothing; print the files as they would be"},
};

constexpr std::array test_options = {
    Option{"--cache", "off|read|readwrite|refresh", "replies of earlier runs (readwrite)"},
    Option{"--concurrency", "N", "calls at the same time, for each model (it adapts)"},
    Option{"--answers", "FILE", "what judges said of the examples (the file the eval names)"},
    Option{"--allow-tools", "", "start the programs of its tools (in a sandbox) and models"},
    Option{"--allow-network", "", "let those tools use the network that say `network: yes`"},
    Option{"--sandbox", "bubblewrap|namespaces|landlock|none", "this one (the strongest there is)"},
    Option{"--json", "", "all numbers as one JSON document"},
};

constexpr std::array run_options = {
    Option{"--model", "ID", "ask this model: provider/name, or a model block (repeatable)", true},
    Option{"--prompt", "NAME", "send this prompt (repeatable)", true},
    Option{"--answers", "FILE|RUN", "recorded answers, or an earlier run's"},
    Option{"--answers-only", "", "leave out items without an answer"},
    Option{"--answers-item", "COLUMN", "the column with the item's id; others are passed over"},
    Option{"--answers-text", "COLUMN", "the column with the answer; others are passed over"},
    Option{"--only", "CHECK", "this check and those it needs (repeatable)", true},
    Option{"--item", "ID", "this item (repeatable)", true},
    Option{"--take", "N", "N items, always the same ones for a seed"},
    Option{"--samples", "N", "N answers of each item; of recorded ones at most N, the first"},
    Option{"--seed", "N", "another draw"},
    Option{"--label", "KEY=VALUE", "a note that is kept with the run (repeatable)", true},
    Option{"--out", "FILE", "the run log (.cairn/runs/…/run.jsonl)"},
    Option{"--record", "FILE", "write the answers and evidence, to be scored again"},
    Option{"--json", "", "print all numbers as JSON"},
    Option{"--concurrency", "N", "calls at the same time, for each model (it adapts)"},
    Option{"--budget", "USD", "ends the run before it costs more (what the eval says)"},
    Option{"--cache", "off|read|readwrite|refresh", "replies of earlier runs (readwrite)"},
    Option{"--resume", "[RUN]", "go on with a run that was stopped (the last of this eval)"},
    Option{"--judge-samples", "N", "every judge votes N times: how far is it the judge's noise?"},
    Option{"--allow-tools", "", "start the programs of its tools (in a sandbox) and models"},
    Option{"--allow-network", "", "let those tools use the network that say `network: yes`"},
    Option{"--sandbox", "bubblewrap|namespaces|landlock|none", "this one (the strongest there is)"},
    Option{"--anyway", "", "ask judges that are not trusted too"},
    Option{"--shard", "I/N", "", false, "runs cannot be merged yet; `--take N` makes one smaller"},
};

constexpr std::array try_options = {
    Option{"--item", "ID", "the item that is answered (the only one there is)"},
    Option{"--check", "NAME", "this check alone"},
    Option{"--allow-tools", "", "start the programs of its tools (in a sandbox) and models"},
    Option{"--allow-network", "", "let those tools use the network that say `network: yes`"},
    Option{"--sandbox", "bubblewrap|namespaces|landlock|none", "this one (the strongest there is)"},
};

constexpr std::array report_options = {
    Option{"--format", "terminal|html|markdown|json|junit|csv|github|every_eval_ever",
           "the form of it (terminal)"},
    Option{"--out", "FILE", "write it there (else it is printed; html: report.html by the log)"},
    Option{"--open", "", "open the page in a browser"},
    Option{"--failed", "", "only items that some check failed or left open"},
    Option{"--redact", "", "without answers, judges' replies and tools' output"},
    Option{"--against", "RUN", "with the run before it, compared item by item"},
};

constexpr std::array compare_options = {
    Option{"--exit-code", "", "1 if the score or a check is worse, 3 if not comparable"},
    Option{"--json", "", "all numbers as one JSON document"},
};

constexpr std::array runs_options = {
    Option{"--by", "LABEL", "score and checks by a label of the runs, or by `model` or `prompt`"},
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
            "Judges, reward models and embeddings are asked, as far as they can be, about\n"
            "examples of which nothing is recorded.\n"
            "Exit code 1: an example came out wrong; 3: something is untested.",
            1, -1, test_options, run_test},
    Command{"run", "PATH…", "one number, and how far it can be trusted",
            "PATH is a .eval file, a folder of them, or a plan.json of `cairn plan --json`.\n"
            "Answers come from the file that `answers:` or `--answers` names: JSON lines such as\n"
            "{\"item\": \"p1\", \"answer\": \"…\"}. With `--answers-item` or `--answers-text`\n"
            "the file may have any other columns; only `sample` has a meaning then.",
            1, -1, run_options, run_run},
    Command{"try", "FILE [ANSWER.txt]", "one answer through every check, and why",
            "The answer is read from the file, else from standard input, but for the line break\n"
            "at its end. Judges are asked where their key is set, after saying what it may cost;\n"
            "only their replies are kept, so that asking again is free.",
            1, 2, try_options, run_try},
    Command{"show",
            "RUN ITEM",
            "one item of a run: answers, evidence, verdicts",
            "RUN is a path, the first letters of a run's id, `last` or `last~1`.",
            2,
            2,
            {},
            run_show},
    Command{
        "report", "RUN", "a run again: as a page, for a pull request, for other programs",
        "RUN is a path, the first letters of a run's id, `last` or `last~1`. A page is one\n"
        "file that needs no network: every item with its answers, verdicts and evidence.\n"
        "`--format every_eval_ever --out x.json` also writes x_samples.jsonl, a line an answer.\n"
        "`--format github` also writes the step summary where GITHUB_STEP_SUMMARY is set.",
        1, 1, report_options, run_report},
    Command{"compare", "RUN RUN…",
            "two runs item by item: what got better, worse, or cannot be told",
            "The earlier run first. Of three or more: who leads, and who shares a rank.", 2, -1,
            compare_options, run_compare},
    Command{"runs", "[FILE]",
            "the runs there are; of one eval its trend, and what is left to climb",
            "FILE is a .eval file or the name of an eval.", 0, 1, runs_options, run_runs},
    Command{"explain",
            "CODE|FUNCTION|BLOCK",
            "the page for a mistake, a function or a block",
            "Settings, metrics and words such as `mentions` have pages too.\n"
            "`cairn explain sentences \"A text. Another.\"` tries a function on a text.",
            1,
            -1,
            {},
            run_explain},
    Command{"models",
            "[PROVIDER]",
            "whom cairn can ask, with which key, for how much",
            "Prices of your own go into .cairn/prices.json, or the file that CAIRN_PRICES names:\n"
            "{\"groups\": [{\"provider\": \"openai\", \"date\": \"2026-11-01\", \"source\": "
            "\"contract\",\n"
            "  \"models\": {\"gpt-4o\": {\"in\": 2.5, \"out\": 10}}}]}",
            0,
            1,
            {},
            run_models},
    Command{
        "functions", "", "every function, by subject, in a line each", "", 0, 0, {}, run_functions},
};

struct Later {
  std::string_view name, sentence;
};
constexpr std::array later = {
    Later{"agree", "agreement of raters comes with rating by people"},
    Later{"completions", "it comes with the editors"},
    Later{"diff",
          "`git diff` shows what changed; the three hashes of `cairn plan` say whether scores can "
          "be compared"},
    Later{"export", "other tools' formats come later; `cairn run --json` prints all numbers"},
    Later{"import", "other tools' formats come later"},
    Later{"lsp",
          "editors come later; `cairn check --format short` works with every editor's error list"},
    Later{"merge", "runs cannot be sharded yet"},
    Later{"rate",
          "rating by people comes later; ratings that you have are read from recorded answers"},
    Later{"reward", "rewards come later"},
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
      "  cairn run my_eval/my_eval.eval          one number, and how far it can be trusted\n"
      "  cairn report last --open                every answer and verdict on a page\n\n";
  for (const auto& command : rows) text += fmt::format("  {:10} {}\n", command.name, command.about);
  return text + "\nMore: cairn COMMAND --help\n";
}

}  // namespace cairn
