#include "runtime/history/past_runs.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/disk_loader.h"
#include "runtime/logged/logged_run.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_for_saturation = 20;
constexpr std::uintmax_t most_bytes_for_saturation = 400'000'000;  // Some ten seconds.

PastRun past_run(RunEntry entry, std::string short_id, std::string named) {
  PastRun made{
      .entry = std::move(entry), .short_id = std::move(short_id), .named = std::move(named)};
  auto outline = read_run_outline(made.entry.log.string());
  if (outline)
    made.outline = *std::move(outline);
  else
    made.why_not = outline.error().what;
  return made;
}

bool any_has_label(const std::vector<PastRun>& runs, std::string_view label) {
  return std::ranges::any_of(runs, [&](const PastRun& run) {
    return run.outline && std::ranges::count(run.outline->labels, label, [](const auto& one) {
                            return std::string_view(one.first);
                          }) > 0;
  });
}

// The last one that was typed. Empty: it has none.
std::string typed_label(const RunOutline& outline, std::string_view label) {
  for (auto one = outline.labels.rbegin(); one != outline.labels.rend(); ++one)
    if (one->first == label) return one->second;
  return {};
}

std::string label_value(const PastRun& run, std::string_view label, bool is_typed) {
  if (!run.outline) return {};
  if (is_typed) return typed_label(*run.outline, label);
  const auto* summary = run.summary();
  if (summary && label == "model") return summary->model;
  if (summary && label == "prompt") return summary->prompt;
  return {};
}

const PastRun* newest_ended(const std::vector<PastRun>& runs) {
  for (auto run = runs.rbegin(); run != runs.rend(); ++run)
    if (run->summary()) return &*run;
  return nullptr;
}

Result<LoggedRun> verdicts_of(const PastRun& run, Loader& loader) {
  return read_logged_run(loader, run.entry.log.string(), standard_library(), LogDetail::verdicts);
}

}  // namespace

std::vector<PastRun> read_past_runs(const fs::path& project, std::string_view eval,
                                    const fs::path& here) {
  auto entries = runs_of(project);
  const auto ids = shortest_ids(entries);
  const bool by_id = project_of(here) == project;
  std::vector<PastRun> runs;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!eval.empty() && entries[i].eval != eval) continue;
    auto named = by_id ? ids[i] : entries[i].log.parent_path().lexically_proximate(here).string();
    runs.push_back(past_run(std::move(entries[i]), ids[i], std::move(named)));
  }
  mark_comparable(runs);
  return runs;
}

namespace {

// The newest stay.
void leave_long_logs_out(std::vector<const PastRun*>& runs, std::vector<LeftOutRun>& left_out) {
  std::uintmax_t bytes = 0;
  auto first = runs.end();
  while (first != runs.begin()) {
    std::error_code error;
    const auto size = std::filesystem::file_size((*std::prev(first))->entry.log, error);
    if (!error) bytes += size;
    if (bytes > most_bytes_for_saturation) break;
    --first;
  }
  for (auto run = runs.begin(); run != first; ++run)
    left_out.push_back({(*run)->short_id, "the logs are long, and newer ones were read"});
  runs.erase(runs.begin(), first);
}

}  // namespace

void add_saturation(FoundRuns& found, Loader& loader) {
  auto runs = comparable_runs(found.runs, found.eval);
  if (runs.empty() || (runs.size() == 1 && runs.front()->summary()->samples < 2)) return;
  if (runs.size() > most_for_saturation) runs.erase(runs.begin(), runs.end() - most_for_saturation);
  leave_long_logs_out(runs, found.not_in_saturation);
  SaturationCounts counts;
  for (const auto* run : runs) {
    const auto logged = verdicts_of(*run, loader);
    if (!logged) {
      found.not_in_saturation.push_back({run->short_id, logged.error().what});
      continue;
    }
    counts.add(*logged);
  }
  // Several runs may have scored the same answers.
  auto made = counts.finish();
  if (made.answers > 1) found.saturation = std::move(made);
}

std::set<std::string> labels_of(const std::vector<PastRun>& runs) {
  std::set<std::string> labels;
  for (const auto& run : runs)
    if (run.outline)
      for (const auto& [key, value] : run.outline->labels) labels.insert(key);
  return labels;
}

std::vector<PastRun> runs_with_label(const std::vector<PastRun>& runs, std::string_view label) {
  const bool is_typed = any_has_label(runs, label);
  std::vector<PastRun> found;
  for (const auto& run : runs)
    if (!label_value(run, label, is_typed).empty()) found.push_back(run);
  return found;
}

Result<FoundByLabel> read_by_label(const FoundRuns& found, std::string_view label, Loader& loader) {
  const bool is_typed = any_has_label(found.runs, label);
  const auto runs = runs_with_label(found.runs, label);
  const auto& hash = newest_ended(runs)->outline->hash_score;
  FoundByLabel made;
  made.newest_differs = newest_ended(found.runs)->outline->hash_score != hash;
  LabelScores scores{std::string(label)};
  std::size_t taken = 0;
  for (const auto& run : runs) {
    const auto leave_out = [&](std::string why) {
      made.left_out.push_back({run.short_id, std::move(why)});
    };
    if (run.outline->hash_score != hash) {
      leave_out("scored by another definition");
    } else if (!run.summary()) {
      leave_out("not ended");
    } else if (const auto logged = verdicts_of(run, loader)) {
      scores.add(*logged, label_value(run, label, is_typed));
      ++taken;
    } else {
      leave_out(logged.error().what);
    }
  }
  if (taken == 0) return Failure{made.left_out.back().why};
  made.scores = scores.finish();
  return made;
}

}  // namespace cairn
