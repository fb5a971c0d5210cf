#include "runtime/runs.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <random>

namespace cairn {
namespace {

namespace fs = std::filesystem;

fs::path runs_folder(const fs::path& project) { return project / ".cairn" / "runs"; }

// "<time>-<eval>-<id>"; an eval's name has no `-`.
std::optional<RunEntry> entry_of(const fs::path& folder) {
  const auto name = folder.filename().string();
  const auto first = name.find('-');
  const auto last = name.rfind('-');
  if (first == name.npos || last == first) return std::nullopt;
  RunEntry entry{.id = name.substr(last + 1),
                 .eval = name.substr(first + 1, last - first - 1),
                 .time = name.substr(0, first),
                 .log = folder / "run.jsonl"};
  std::error_code ignored;
  if (!fs::exists(entry.log, ignored)) return std::nullopt;
  return entry;
}

// How many runs back: 0 for `last`, 2 for `last~2`.
std::optional<std::size_t> runs_back(std::string_view named) {
  if (named == "last") return 0;
  if (!named.starts_with("last~")) return std::nullopt;
  named.remove_prefix(5);
  std::size_t back = 0;
  const auto [end, error] = std::from_chars(named.data(), named.data() + named.size(), back);
  if (error != std::errc() || end != named.data() + named.size()) return std::nullopt;
  return back;
}

Result<fs::path> run_back(const std::vector<RunEntry>& runs, std::size_t back,
                          const fs::path& project) {
  if (runs.empty())
    return Failure{fmt::format("there are no runs in `{}` yet: `cairn run FILE` makes one",
                               runs_folder(project).string())};
  if (back >= runs.size())
    return Failure{fmt::format("there {} only {} {} in `{}`", runs.size() == 1 ? "is" : "are",
                               runs.size(), runs.size() == 1 ? "run" : "runs",
                               runs_folder(project).string())};
  return runs[runs.size() - 1 - back].log;
}

}  // namespace

std::string new_run_id() {
  std::random_device device;
  return fmt::format("{:08x}", device());
}

std::string time_now() {
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

fs::path run_log_path(const fs::path& project, std::string_view time, std::string_view eval,
                      std::string_view id) {
  std::string compact;
  for (const char c : time)
    if (c != '-' && c != ':') compact += c;
  return runs_folder(project) / fmt::format("{}-{}-{}", compact, eval, id) / "run.jsonl";
}

std::vector<RunEntry> runs_of(const fs::path& project) {
  std::vector<std::pair<fs::file_time_type, RunEntry>> found;
  std::error_code error;
  for (fs::directory_iterator at(runs_folder(project), error), end; !error && at != end;
       at.increment(error)) {
    std::error_code ignored;
    if (auto entry = entry_of(at->path()))
      found.emplace_back(fs::last_write_time(entry->log, ignored), *std::move(entry));
  }
  // Of two in one second, the one that ended later is the later one.
  std::ranges::sort(found, [](const auto& a, const auto& b) {
    return std::tie(a.second.time, a.first, a.second.id) <
           std::tie(b.second.time, b.first, b.second.id);
  });
  std::vector<RunEntry> runs;
  for (auto& [written, entry] : found) runs.push_back(std::move(entry));
  return runs;
}

bool names_a_run(const fs::path& project, std::string_view named) {
  if (runs_back(named)) return true;
  std::error_code ignored;
  if (named.empty() || fs::exists(fs::path(named), ignored)) return false;
  return std::ranges::any_of(runs_of(project),
                             [&](const RunEntry& run) { return run.id.starts_with(named); });
}

Result<fs::path> find_run(const fs::path& project, std::string_view named) {
  std::error_code ignored;
  const fs::path path(named);
  if (fs::is_directory(path, ignored) && fs::exists(path / "run.jsonl", ignored))
    return path / "run.jsonl";
  if (fs::is_regular_file(path, ignored)) return path;
  const auto runs = runs_of(project);
  if (const auto back = runs_back(named)) return run_back(runs, *back, project);
  std::vector<const RunEntry*> meant;
  for (const auto& run : runs)
    if (!named.empty() && run.id.starts_with(named)) meant.push_back(&run);
  if (meant.size() == 1) return meant.front()->log;
  if (meant.empty())
    return Failure{
        fmt::format("there is no run `{}`: a run is named by its path, the first "
                    "letters of its id, `last` or `last~1`",
                    named)};
  std::string ids;
  for (const auto* run : meant) ids += fmt::format("{}`{}`", ids.empty() ? "" : ", ", run->id);
  return Failure{fmt::format("`{}` may be {}: type more letters", named, ids)};
}

}  // namespace cairn
