// Several runs over the same items, ranked; and what runs are called where they are told
// apart.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "lang/utf8.h"
#include "lang/words.h"
#include "runtime/report/comparison.h"
#include "runtime/report/phrases.h"
#include "runtime/report/table.h"

namespace cairn {
namespace {

bool all_same(const std::vector<std::string>& all) {
  return std::ranges::all_of(all, [&](const std::string& one) { return one == all.front(); });
}

std::string label_of(const LoggedRun& run, std::string_view key) {
  for (const auto& [name, value] : run.labels)
    if (name == key) return fmt::format("{}={}", name, value);
  return {};
}

std::vector<std::string> label_keys(const std::vector<const LoggedRun*>& runs) {
  std::vector<std::string> keys;
  for (const auto* run : runs)
    for (const auto& [key, value] : run->labels)
      if (std::ranges::count(keys, key) == 0) keys.push_back(key);
  return keys;
}

std::string ids_of_runs(const std::vector<std::size_t>& which, const std::vector<LoggedRun>& runs) {
  std::vector<std::string_view> ids;
  for (const auto run : which) ids.push_back(runs[run].id);
  return comma_list(ids);
}

std::string ranking(const Leaderboard& board, const std::vector<LoggedRun>& runs,
                    const ReportStyle& style) {
  const Phrases say(style);
  std::vector<const LoggedRun*> all;
  for (const auto& run : runs) all.push_back(&run);
  const auto names = told_by(all);
  Table table;
  table.column("Rank", Table::Align::right);
  for (const auto* heading : {"Run", "Answers of"}) table.column(heading);
  for (const auto* heading : {"Score", "95% range"}) table.column(heading, Table::Align::right);
  table.column("Can't be told from");
  for (const auto& one : board.runs)
    table.row({one.rank ? std::to_string(*one.rank) : std::string(say.dash()), runs[one.run].id,
               printable(names[one.run]), say.percent(one.score),
               one.interval ? say.range(*one.interval) : "", ids_of_runs(one.not_told_from, runs)});
  return table.text(2);
}

}  // namespace

const std::string& typed_name(const LoggedRun& run) {
  return run.summary.named.empty() ? run.id : run.summary.named;
}

std::vector<std::string> told_by(const std::vector<const LoggedRun*>& runs) {
  std::vector<std::string> names(runs.size());
  const auto add = [&](const auto& fact_of, bool always) {
    std::vector<std::string> facts;
    std::ranges::transform(runs, std::back_inserter(facts),
                           [&](const LoggedRun* run) { return fact_of(*run); });
    if (!always && all_same(facts)) return;
    for (std::size_t i = 0; i < names.size(); ++i)
      if (!facts[i].empty()) names[i] += (names[i].empty() ? "" : ", ") + facts[i];
  };
  add([](const LoggedRun& run) { return run.summary.model; }, true);
  add(
      [](const LoggedRun& run) {
        return run.summary.prompt.empty() ? std::string() : "prompt " + run.summary.prompt;
      },
      false);
  for (const auto& key : label_keys(runs))
    add([&](const LoggedRun& run) { return label_of(run, key); }, false);
  return names;
}

std::string report(const Leaderboard& board, const std::vector<LoggedRun>& runs,
                   const ReportStyle& style) {
  const Phrases say(style);
  auto facts = fmt::format("{}{}{} that all {} scored, compared item by item", runs.front().eval,
                           say.dot(), counted(board.items, "item"), counted(runs.size(), "run"));
  if (board.left_out > 0)
    facts += fmt::format("{}{} left out", say.dot(), counted(board.left_out, "other item"));
  std::string text = wrapped(facts, style.width, 2) + "\n\n" + ranking(board, runs, style);
  text += "\n" +
          wrapped(
              "  A rank is one more than the number of runs that are better beyond chance "
              "(p < 0.05, adjusted for all pairs).",
              style.width, 2) +
          "\n";
  for (const auto& warning : board.warnings) {
    auto shown = wrapped(printable("! not ranked: " + warning), style.width, 2);
    constexpr std::string_view arrow = "→";
    if (!style.unicode)
      for (auto at = shown.find(arrow); at != shown.npos; at = shown.find(arrow))
        shown.replace(at, arrow.size(), "->");
    text += shown + "\n";
  }
  if (!board.runs[1].rank) return text;
  const auto& best = runs[board.runs[0].run];
  const auto& next = runs[board.runs[1].run];
  return text + "\n  " +
         say.faint(
             printable(shell_command({"cairn", "compare", typed_name(next), typed_name(best)}))) +
         "\n";
}

}  // namespace cairn
