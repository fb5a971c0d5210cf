// How a comparison of runs reads in a terminal.
#include "runtime/report/comparison.h"

#include <doctest/doctest.h>

#include "tests/runtime/compare/compared_runs.h"

using namespace cairn;

namespace {

using ManyItems = std::vector<std::vector<std::string>>;

constexpr ReportStyle plain{.colour = false, .unicode = true, .width = 100};

std::string eval_of(std::size_t checks) {
  std::string text = "\neval e { prompt: p }\nprompt p { user: \"hello\" }\n";
  for (std::size_t i = 0; i < checks; ++i)
    text += "check c" + std::to_string(i) + " { require: answer contains \"" + std::to_string(i) +
            "\" }\n";
  return text;
}

LoggedRun run_of(const std::string& id, const std::string& model, const std::string& eval,
                 const ManyItems& outcomes) {
  auto run = logged_run(id, eval, outcomes);
  run.summary.model = model;
  return run;
}

std::string compared(const LoggedRun& before, const LoggedRun& after,
                     const ReportStyle& style = plain) {
  return report(compare(before, after), before, after, style);
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

ManyItems of(std::size_t failing, std::size_t all, std::size_t checks) {
  ManyItems made;
  repeat(made, failing, "f" + std::string(checks - 1, 'p'));
  repeat(made, all - failing, std::string(checks, 'p'));
  return made;
}

}  // namespace

TEST_CASE("a comparison, whole") {
  const auto before = run_of("9c1e", "llama-base", eval_of(2), of(0, 40, 2));
  const auto after = run_of("0f3a", "llama-next", eval_of(2), of(12, 40, 2));
  CHECK(compared(before, after) ==
        R"(llama-base (9c1e) → llama-next (0f3a)
e · the same 40 items, compared item by item

Score  100% → 85.0%   -15.0 points   WORSE   p < 0.001
       -22.4 to -7.6 points for other items like these

  Check  Before  After  Fixed  Broke  Verdict (adjusted for 2 checks)
  c0       100%  70.0%      0     12  WORSE   p < 0.001
  c1       100%   100%      0      0  can't tell   p = 1.00

  Broke in c0 (12): item0, item1, item2, item3, item4 …

  cairn show 0f3a item0
  cairn report 0f3a --format html --against 9c1e
)");
}

TEST_CASE("what cannot be told says what would settle it") {
  const auto before = run_of("9c1e", "a", eval_of(1), of(6, 100, 1));
  const auto after = run_of("0f3a", "b", eval_of(1), of(4, 100, 1));
  const auto text = compared(before, after, {.width = 200});
  CHECK(says(text, "94.0% → 96.0%   +2.0 points   can't tell   p = 0.50"));
  CHECK(says(text, "can't tell: a difference of +2.0 points would need about "));
  CHECK(says(text, "items like these; these 100 can show one of 3.9 points"));
  const auto same = compared(before, run_of("0f3a", "b", eval_of(1), of(6, 100, 1)));
  CHECK(says(same, "no item's score changed"));
}

TEST_CASE("of many checks, those within chance share a line") {
  const auto before = run_of("9c1e", "a", eval_of(13), of(0, 40, 13));
  const auto text = compared(before, run_of("0f3a", "b", eval_of(13), of(12, 40, 13)));
  CHECK(says(text, "12 checks within chance: c1, c2, "));
  CHECK(says(text, "c0       100%  70.0%      0     12  WORSE"));
}

TEST_CASE("one model twice is told apart by prompt and labels, else by id alone") {
  auto before = run_of("9c1e", "kettle", eval_of(1), of(0, 4, 1));
  auto after = run_of("0f3a", "kettle", eval_of(1), of(0, 4, 1));
  before.summary.prompt = "brief";
  after.summary.prompt = "long";
  before.labels = {{"mix", "a"}, {"who", "x"}};
  after.labels = {{"mix", "b"}, {"who", "x"}};
  CHECK(says(compared(before, after),
             "kettle, prompt brief, mix=a (9c1e) → kettle, prompt long, mix=b (0f3a)\n"));
  const auto a = run_of("9c1e", "", eval_of(1), of(0, 4, 1));
  CHECK(compared(a, run_of("0f3a", "", eval_of(1), of(0, 4, 1))).starts_with("9c1e → 0f3a\n"));
}

TEST_CASE("items that one run lacks, or that are others now, are counted") {
  auto before = run_of("9c1e", "a", eval_of(1), of(0, 6, 1));
  auto after = run_of("0f3a", "b", eval_of(1), of(0, 6, 1));
  before.items.erase(before.items.begin());
  before.plan.item_fields = after.plan.item_fields = {"kind"};
  before.items[0].fields.fields.emplace_back("kind", "x");
  const auto text = compared(before, after);
  CHECK(
      says(text, "4 items that both scored, compared item by item · 1 item that only 0f3a scored"));
  CHECK(says(text,
             "! 1 item has the same id in both runs and other fields, so it is left out: item1"));
}

TEST_CASE("plain characters and a stranger's text") {
  const auto before = run_of("9c1e", "\x1b[31mred", eval_of(1), of(0, 20, 1));
  const auto text =
      compared(before, run_of("0f3a", "b", eval_of(1), of(12, 20, 1)), {.unicode = false});
  CHECK_FALSE(says(text, "\x1b"));
  CHECK_FALSE(says(text, "→"));
  CHECK_FALSE(says(text, "…"));
  CHECK(says(text, "100% -> 40.0%"));
}

TEST_CASE("colours are codes, and the words stay") {
  const auto before = run_of("9c1e", "a", eval_of(1), of(0, 20, 1));
  const auto text = compared(before, run_of("0f3a", "b", eval_of(1), of(12, 20, 1)),
                             {.colour = true, .unicode = true});
  CHECK(says(text, "-60.0 points   \x1b[1;31mWORSE\x1b[0m   p < 0.001"));
  CHECK(says(text, "\x1b[1mScore\x1b[0m  100% → 40.0%"));
}

TEST_CASE("without one common item there is no score to show") {
  const auto plan = plan_of(eval_of(1));
  const auto before = logged_run("9c1e", plan, {item(0, {"p"})});
  const auto after = logged_run("0f3a", plan, {item(1, {"p"})});
  CHECK(
      says(compared(before, after), "Score  not compared: there is no item that both runs scored"));
}

TEST_CASE("a leaderboard, whole") {
  const std::vector<LoggedRun> runs = {run_of("aaaa", "small", eval_of(1), of(40, 60, 1)),
                                       run_of("bbbb", "large", eval_of(1), of(9, 60, 1)),
                                       run_of("cccc", "best", eval_of(1), of(7, 60, 1))};
  CHECK(report(leaderboard(runs), runs, plain) ==
        R"(e · 60 items that all 3 runs scored, compared item by item

  Rank  Run   Answers of  Score  95% range  Can't be told from
     1  cccc  best        88.3%     77–94%  bbbb
     1  bbbb  large       85.0%     74–92%  cccc
     3  aaaa  small       33.3%     22–46%

  A rank is one more than the number of runs that are better beyond chance (p < 0.05, adjusted for
  all pairs).

  cairn compare bbbb cccc
)");
}
