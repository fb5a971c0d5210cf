// What `cairn runs` prints, line by line.
#include "runtime/report/history.h"

#include <doctest/doctest.h>

#include <sstream>

#include "runtime/history/history_json.h"
#include "runtime/report/score_chart.h"
#include "runtime/report/table.h"
#include "tests/runtime/history/past_runs.h"

using namespace cairn;

namespace {

bool holds(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

std::size_t widest(const std::string& text) {
  std::istringstream lines(text);
  std::size_t most = 0;
  for (std::string line; std::getline(lines, line);) most = std::max(most, display_width(line));
  return most;
}

FoundRuns found(std::vector<PastRun> runs, std::string eval = "recipes") {
  FoundRuns made{.eval = std::move(eval), .file = "recipes.eval", .runs = std::move(runs)};
  mark_comparable(made.runs);
  return made;
}

FoundRuns three_runs() {
  return found(
      {past({.id = "0f3a0000", .score = 0.71, .interval = Interval{0.64, 0.77}}),
       past({.id = "77aa0000", .score = 0.66, .interval = Interval{0.6, 0.74}, .hash = "old"}),
       past({.id = "9c1e0000", .score = 0.85, .interval = Interval{0.79, 0.9}})});
}

}  // namespace

TEST_CASE("runs: one row a run, the newest last, and what cannot be compared is marked") {
  const auto text = run_table(three_runs(), {});
  CHECK(text ==
        "Run   When               Answers of  Score     Other items\n"
        "0f3a  24 Nov 2026 16:40  kettle-1    71.0%            ±6.5\n"
        "77aa  24 Nov 2026 16:40  kettle-1    66.0%  *         ±7.0\n"
        "9c1e  24 Nov 2026 16:40  kettle-1    85.0%            ±5.5\n"
        "\n"
        "* scored by another definition than the newest run of the eval: these scores and\n"
        "  its cannot be compared\n");
}

TEST_CASE("runs: those that have not ended or cannot be read say what to type") {
  auto shown = found({past({.id = "0f3a0000"}), past({.id = "77aa0000", .ended = false})});
  shown.runs.push_back(
      {.entry = {.id = "9c1e0000", .eval = "recipes", .time = "20261124T164000Z", .log = {}},
       .short_id = "9c1e",
       .named = "9c1e",
       .why_not = "another version of cairn wrote it \x1b[31m"});
  const auto text = run_table(shown, {});
  CHECK(holds(text, "77aa  24 Nov 2026 16:40  not ended       –\n"));
  CHECK(holds(text, "9c1e  24 Nov 2026 16:40  unreadable      –\n"));
  CHECK(holds(text,
              "Ended early, or still running; to go on:\n"
              "  cairn run recipes.eval --resume 77aa\n"));
  CHECK(holds(text, "9c1e: another version of cairn wrote it "));
  CHECK_FALSE(holds(text, "\x1b"));
}

TEST_CASE("runs: a narrow terminal gets shorter rows, not broken ones") {
  auto shown = three_runs();
  for (auto& run : shown.runs) {
    run.outline->labels = {{"data_mix", "v3"}, {"checkpoint", "4000"}};
    auto& summary = *run.outline->summary;
    summary.model = "provider/a-model-with-quite-a-long-name-2026-11-24";
    summary.rerun_band = 0.02;
    summary.goal = Goal{.text = "score >= 90%", .met = Met::not_met, .conditions = {}};
  }
  const auto wide = run_table(shown, {.width = 200});
  CHECK(holds(wide, "±2.0"));
  CHECK(holds(wide, "NOT MET  data_mix=v3 checkpoint=4000\n"));
  for (const std::size_t width : {150U, 100U, 80U}) {
    CAPTURE(width);
    const auto text = run_table(shown, {.width = width});
    CHECK(widest(text) <= width);
    CHECK(holds(text, "data_mix=v3 checkpoint=4000\n"));
    CHECK(holds(text, "71.0%"));
  }
}

TEST_CASE("runs: the change of the score is words about error bars, and no verdict") {
  const auto text = score_history(three_runs(), {});
  CHECK(holds(text, "Score of 2 comparable runs, with 95% ranges\n"));
  CHECK(holds(text, "0f3a to 9c1e: 71.0% to 85.0%, 14.0 points more, beyond the error bars.\n"));
  CHECK(holds(text, "Whether that is more than chance:  cairn compare 0f3a 9c1e\n"));
  CHECK_FALSE(holds(text, "better"));
  auto one = three_runs();
  one.runs.erase(one.runs.begin());
  CHECK(score_history(one, {}).empty());
}

TEST_CASE("a chart of scores has a bar and a whisker for each") {
  const std::vector<ChartBar> bars = {{"0f3a", 0.71, Interval{0.64, 0.77}},
                                      {"9c1e", 0.85, Interval{0.79, 0.9}},
                                      {"last", 0.9, std::nullopt}};
  CHECK(score_chart(bars, {}) ==
        "   90% │      ┬   █\n"
        "       │     █│   █\n"
        "       │ ┬   █┴   █\n"
        "       │▂│   █    █\n"
        "       │█│   █    █\n"
        "   60% │█┴   █    █\n"
        "        0f3a 9c1e last\n");
  CHECK(score_chart({{"v1", 1, std::nullopt}}, {.unicode = false}) ==
        "  100% |#\n       |#\n       |#\n       |#\n       |#\n   90% |#\n        v1\n");
}

TEST_CASE("a chart keeps the newest scores where not all fit") {
  std::vector<ChartBar> bars(100, {"0f3a0", 0.5, Interval{0.4, 0.6}});
  bars.back().score = 0.6;
  const ReportStyle style{.width = 40};
  CHECK(bars_that_fit(style) == 10);
  const auto text = score_chart(bars, style);
  CHECK(widest(text) <= 40);
  CHECK_FALSE(holds(text, "0f3a0"));
  CHECK(holds(text, "   60% │ ┬  ┬  ┬  ┬  ┬  ┬  ┬  ┬  ┬ █┬\n"));
}

TEST_CASE("saturation is counts, hints, and no more items than a screen takes") {
  auto shown = three_runs();
  Saturation made{.runs = 2, .answers = 6, .items = 20, .score = 0.99};
  made.interval = Interval{0.94, 0.998};
  made.at_ceiling = true;
  made.passed_checks = {"numbered"};
  for (int i = 0; i < 14; ++i) made.passed.push_back({.item = "p" + std::to_string(i)});
  for (int i = 0; i < 6; ++i)
    made.failed.push_back({.item = "f" + std::to_string(i), .score = 0.25});
  made.failed[0].failed_checks = {"onion", "short"};
  made.discrimination = {{"tells", 6, 0.95, 0.001, 0.01},
                         {"dull", 6, 0.2, 0.6, 0.7},
                         {"turned", 6, -0.98, 0.001, 0.01}};
  shown.saturation = made;
  CHECK(saturation_lines(shown, {}) ==
        "What there is left to see in 2 comparable runs, up to 6 answers an item\n"
        "  nothing left to climb: the newest score is 99.0% (95% range 94–99%), so these\n"
        "    items can hardly show that anything is better\n"
        "  1 check failed no answer in any of these runs: numbered\n"
        "  14 of 20 items passed every time: p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10,\n"
        "    p11 …and 2 more\n"
        "    These cannot tell such runs apart. Harder ones in their place would; keep\n"
        "    those that guard against falling back.\n"
        "  6 of 20 items never passed. Look at these first: the item or the check may be\n"
        "    wrong\n"
        "      f0  score 25.0%  always fails onion, short\n"
        "      f1  score 25.0%  no check failed every time\n"
        "      f2  score 25.0%  no check failed every time\n"
        "      f3  score 25.0%  no check failed every time\n"
        "      f4  score 25.0%  no check failed every time\n"
        "      …and 1 more\n"
        "  1 item scored lower where the other items scored higher. Is the check right\n"
        "    about it?\n"
        "      turned  correlation -0.98 with the rest, over 6 answers\n"
        "  1 item tells answers that are good elsewhere from others:\n"
        "      tells  correlation 0.95 with the rest, over 6 answers\n");
  const auto json = to_json(shown);
  CHECK(holds(json, R"("unvarying_items":0)"));
  CHECK(holds(json, R"({"item":"dull","answers":6,"correlation":0.2,"p":0.6,"p_adjusted":0.7})"));
  CHECK(holds(json, R"({"item":"p13")"));
}

TEST_CASE("scores by label: the score, each check, and what is not in it") {
  auto shown = three_runs();
  ByLabel by{.label = "checkpoint", .items = 20, .numbers = true};
  by.checks = {{"onion", false, true}, {"length", true, true}};
  const auto value = [](const char* name, double score) {
    const LabelScore made{20, score, Interval{score - 0.1, score + 0.05}};
    return LabelValue{name, {"a", "b"}, made, {made, LabelScore{20, 120, Interval{110, 130}}}};
  };
  by.values = {value("500", 0.6), value("1000", 0.7), value("2000", 0.8)};
  by.trend = Correlation{1, 1.0 / 3};
  by.counted_in_some = {"tone"};
  shown.by = FoundByLabel{.scores = by,
                          .left_out = {{"0f3a", "not ended"}, {"77aa", "not ended"}},
                          .newest_differs = false};
  const auto text = label_scores(shown, {});
  CHECK(text ==
        "recipes by checkpoint · 3 values · 6 runs · on the 20 items that all values scored\n"
        "\n"
        "  checkpoint  Runs  Score              95% range\n"
        "         500     2  60.0%  ███████▎       50–65%\n"
        "        1000     2  70.0%  ████████▍      60–75%\n"
        "        2000     2  80.0%  █████████▋     70–85%\n"
        "\n"
        "   85% │          ▁┬\n"
        "       │      ┬   █│\n"
        "       │     ▃│   █┴\n"
        "       │ ┬   █│   █\n"
        "       │▆│   █┴   █\n"
        "   50% │█┴   █    █\n"
        "        500  1000 2000\n"
        "\n"
        "3 values are too few to tell a trend with checkpoint.\n"
        "\n"
        "  Check   checkpoint  Score              95% range  Items\n"
        "  onion          500  60.0%  ███████▎       50–65%     20\n"
        "                1000  70.0%  ████████▍      60–75%     20\n"
        "                2000  80.0%  █████████▋     70–85%     20\n"
        "  length         500    120                110–130     20\n"
        "                1000    120                110–130     20\n"
        "                2000    120                110–130     20\n"
        "\n"
        "! in the score of some of these runs and not of others, as trust in their judges\n"
        "  differs: tone\n"
        "! left out, not ended: 2 runs (0f3a, 77aa)\n"
        "Each range is of one value alone. Whether two values differ:  cairn compare RUN RUN\n");
}

TEST_CASE("scores by label: a trend is told where its order is rare by chance") {
  auto shown = three_runs();
  ByLabel by{.label = "step", .items = 2, .numbers = true};
  for (const auto* name : {"1", "2", "3", "4", "5"})
    by.values.push_back({name, {"a"}, LabelScore{2, 0.5, std::nullopt}, {}});
  struct Case {
    Correlation trend;
    std::string said;
  };
  const Case cases[] = {
      {{1, 2.0 / 120}, "The larger step, the higher the score (rank correlation 1.00 over 5"},
      {{-1, 2.0 / 120}, "The larger step, the lower the score (rank correlation -1.00 over 5"},
      {{0.5, 0.45}, "No trend with step that chance would not give too (rank correlation 0.50"},
  };
  for (const auto& c : cases) {
    by.trend = c.trend;
    shown.by = FoundByLabel{.scores = by, .left_out = {}, .newest_differs = false};
    CHECK(holds(label_scores(shown, {.width = 100}), c.said));
  }
}
