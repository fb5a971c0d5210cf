// A RunReport made by hand, for tests of what reports say: outcomes of a small eval,
// with the numbers that statistics make of them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runtime/report/report.h"
#include "runtime/stats/tally.h"
#include "tests/runtime/stats/plans.h"

namespace cairn {

// One rule that a goal names, one judge that no example tests, one that only measures.
inline constexpr std::string_view small_eval = R"(eval recipes "Recipes from videos" {
  answers: file("answers.jsonl")
  owner: "recipes team"
  slices: [item.cuisine]
  unanswered at most: 50%
  goal: score >= 90% and short >= 80%
}

check short {
  require: word_count(answer) <= 50
}

check layout "Ingredients first" {
  judge: grader
  question: "Is every ingredient of {{item.id}} listed first?"
}

check length {
  measure: word_count(answer)
}

judge grader {
  model: "openai/judge"
  temperature: 0
}
)";

struct MadeItem {
  std::string id, cuisine, answer;
  std::vector<CheckResult> results;  // One for each check: one sample.
};

inline CheckResult passed() { return {.outcome = Scored{1, true, {}}}; }
inline CheckResult failed(std::string why) { return {.outcome = Scored{0, false, std::move(why)}}; }
inline CheckResult left_open(std::string why) {
  return {.outcome = Unanswered{0, 1, std::move(why)}};
}
inline CheckResult measured(double value) { return {.outcome = Measured{value}}; }

inline LoggedItem logged_item(const Plan& plan, const std::vector<bool>& counts, std::size_t index,
                              const MadeItem& made) {
  LoggedItem item;
  item.scored.index = index;
  item.scored.id = made.id;
  item.scored.group = made.id;
  for (std::size_t i = 0; i < plan.slices.size(); ++i) item.scored.slices.push_back(made.cuisine);
  item.scored.samples.emplace_back().checks = made.results;
  item.fields.fields = {{"id", made.id}, {"cuisine", made.cuisine}};
  LoggedAnswer answer;
  answer.turns = {made.answer};
  answer.model = "kettle-2";
  answer.seconds = 1.5;
  answer.score = score_sample(plan, counts, made.results).score;
  item.score = answer.score;
  item.answers.push_back(std::move(answer));
  return item;
}

// Patterns and history are empty, and nothing is compared.
inline RunReport report_of(std::string_view eval, const std::vector<MadeItem>& made) {
  RunReport report;
  LoggedRun& run = report.run;
  run.plan = plan_of(std::string(eval));
  std::vector<TrustReport> trust(run.plan.checks.size());
  for (std::size_t i = 0; i < trust.size(); ++i)
    if (std::holds_alternative<program::ByJudge>(run.plan.checks[i].check.evidence))
      trust[i] = {.trust = Trust::untested, .why = "it has no examples"};
  run.counts = in_the_score(run.plan, trust);
  Tally tally(run.plan, trust);
  for (const auto& one : made) {
    run.items.push_back(logged_item(run.plan, run.counts, run.items.size(), one));
    tally.add(run.items.back().scored);
  }
  run.summary = tally.finish();
  run.summary.eval = run.eval = run.plan.eval.heading.name;
  run.summary.title = run.plan.eval.heading.title;
  run.summary.file = run.plan.file;
  run.summary.run = run.id = "e63f9c76";
  run.summary.started = run.time = "2026-11-24T16:40:00Z";
  run.summary.model = "imaginary/kettle-2";
  run.summary.recorded = true;
  run.cairn = "0.1.0";
  return report;
}

// Four items: one wrong in both checks, one open, two right. The goal is not met.
inline RunReport small_report() {
  return report_of(small_eval,
                   {{"soup", "thai", "Boil the rice.", {passed(), passed(), measured(3)}},
                    {"stew",
                     "thai",
                     "Fry, \"stir\" and\nserve.",
                     {failed("51 words in \"Fry it\" are more than 50"),
                      failed("the verdict is \"no\""), measured(51)}},
                    {"cake",
                     "french",
                     "=1+1",
                     {passed(), left_open("the judge gave nothing usable"), measured(1)}},
                    {"pie", "french", "Bake it.", {passed(), passed(), measured(2)}}});
}

// What strangers write who mean harm, in every place where a report shows their texts.
inline const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> texts = {
      "@everyone see #12, GH-7 and owner/repo@0123abc or deadbeef1",
      "<script>alert(1)</script> <img src=x onerror=y> <!-- --> &lt;b&gt; </details>",
      "[link](javascript:alert(1)) ![picture](http://evil.example/a.png) [a]: http://b",
      "http://evil.example https://evil.example www.evil.example someone@evil.example",
      "a | b || c \\| d \\\\| e \\",
      "# heading",
      "- list",
      "1. list",
      "1) list",
      "> quote",
      "===",
      "---",
      "```",
      "~~~",
      "+ a",
      "    code",
      "**bold** _it_ ~~gone~~ `code` $math$ :tada: [^1]",
      "`",
      "``a",
      "a`b|c",
      "line\nbreak\r\n\r\n| a | b |\n|---|---|\n| c | d |\n\n<b>x</b>",
      "\x1b[31mred\x07 \xE2\x80\xAEtxt.exe \xFF\xFE\xEF\xBF\xBE",
      "%0A::error::x\n::error file=a::b",
      "]]>&<\"'",
      "=cmd|' /C calc'!A0",
      "+1",
      "-1",
      "@SUM(A1)",
      "\t=1",
      "",
      " ",
      std::string("nul\0l", 5),
      std::string(5000, 'a'),
      "\xF0\x9F\xA6\x84",
  };
  return texts;
}

inline RunReport hostile_report() {
  std::vector<MadeItem> made;
  for (const auto& text : hostile_texts())
    made.push_back({text + "#" + std::to_string(made.size()),
                    text,
                    text,
                    {failed(text), left_open(text), measured(1)}});
  auto report = report_of(small_eval, made);
  auto& summary = report.run.summary;
  for (const auto& text : hostile_texts()) summary.notes.push_back(text);
  summary.title = "<b>@all</b> | ![x](http://y)";
  summary.model = "a|b`c@d";
  summary.checks[0].trust = {.trust = Trust::not_trusted, .why = "a | <b> @c"};
  report.run.labels.emplace_back("branch<", "\"&\x01");
  return report;
}

}  // namespace cairn
