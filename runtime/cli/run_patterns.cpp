#include "runtime/cli/run_patterns.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/disk_loader.h"
#include "runtime/report/patterns.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

constexpr std::uintmax_t longest_log = 64'000'000;  // Bytes; a second or two.

}  // namespace

std::string patterns_in_log(const std::filesystem::path& log, const Summary& summary,
                            const ReportStyle& style) {
  if (std::ranges::none_of(summary.checks, [](const CheckSummary& one) { return one.failed > 0; }))
    return {};
  std::error_code error;
  const auto size = std::filesystem::file_size(log, error);
  if (error) return {};
  if (size > longest_log)
    return fmt::format("\nWhere it fails most  cairn report {}\n",
                       summary.named.empty() ? summary.run : summary.named);
  DiskLoader loader;
  const auto run = read_logged_run(loader, log.string(), standard_library(), LogDetail::verdicts);
  if (!run) return {};
  const auto found = patterns(patterns_of(*run), style);
  return found.empty() ? found : "\n" + found;
}

}  // namespace cairn
