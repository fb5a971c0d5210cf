#include "runtime/report/noise.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "lang/words.h"
#include "runtime/report/phrases.h"
#include "runtime/report/table.h"

namespace cairn {
namespace {

constexpr std::size_t few_headlines = 6;  // So many are shown one by one.
constexpr std::size_t most_bins = 12;

std::string share_of(double part, double whole) {
  return fmt::format("{:.0f}%", 100 * part / whole);
}

std::string variance_line(const VarianceSplit& split) {
  const double whole = split.items + split.again;
  if (whole <= 0) return {};
  std::vector<std::string> parts = {share_of(split.items, whole) + " which item it is"};
  const double known = split.model.value_or(0) + split.judges.value_or(0);
  if (split.model && split.judges && known > 0) {
    // The parts are of one vote each; their proportion is what is told of `again`.
    parts.push_back(share_of(split.again * *split.model / known, whole) + " the model");
    parts.push_back(share_of(split.again * *split.judges / known, whole) + " the judges");
  } else {
    parts.push_back(share_of(split.again, whole) + " chance, asked again");
  }
  return fmt::format("why answers' scores differ: {}", fmt::join(parts, ", "));
}

std::string histogram(const std::vector<double>& sorted, const ReportStyle& style) {
  const double low = sorted.front(), width = sorted.back() - low;
  if (width <= 0) return {};
  const auto bins = std::min(most_bins, 1 + static_cast<std::size_t>(std::sqrt(sorted.size())));
  std::vector<std::size_t> counts(bins);
  for (const double one : sorted)
    ++counts[std::min(bins - 1,
                      static_cast<std::size_t>((one - low) / width * static_cast<double>(bins)))];
  return "  " + blocks(counts, style);
}

std::string headline_line(const Summary& summary, const ReportStyle& style) {
  const Phrases say(style);
  auto sorted = summary.sample_scores;
  if (sorted.size() < 2) return {};
  if (sorted.size() <= few_headlines) {
    std::string each;
    for (const double one : sorted) each += (each.empty() ? "" : " ") + say.percent(one);
    return fmt::format("each sample alone: {}", each);
  }
  std::ranges::sort(sorted);
  return fmt::format("{} runs of these items, by sample: {}{}{}, the middle one {}{}",
                     sorted.size(), say.percent(sorted.front()), say.dash(),
                     say.percent(sorted.back()), say.percent(sorted[sorted.size() / 2]),
                     histogram(sorted, style));
}

std::string detectable_line(const Summary& summary) {
  if (!summary.detectable || *summary.detectable >= 1) return {};
  return fmt::format(
      "two runs of {} like these must differ by {:.1f} points to be told apart (4 times in 5); "
      "`cairn compare` pairs the same items, and mostly needs less",
      counted(summary.items_scored, "item"), *summary.detectable * 100);
}

}  // namespace

std::string blocks(std::span<const std::size_t> counts, const ReportStyle& style) {
  constexpr std::array<std::string_view, 9> unicode = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr std::array<std::string_view, 9> ascii = {" ", ".", ".", ":", ":", "-", "=", "#", "#"};
  const auto& marks = style.unicode ? unicode : ascii;
  std::size_t most = 1;
  for (const auto count : counts) most = std::max(most, count);
  std::string text;
  for (const auto count : counts) text += marks[(count * 8 + most - 1) / most];
  return text;
}

std::string noise(const Summary& summary, const ReportStyle& style) {
  std::string text;
  const auto add = [&](const std::string& line) {
    if (line.empty()) return;
    constexpr std::size_t indent = 7;
    const auto start = text.empty() ? "Noise  " : std::string(indent, ' ');
    text += wrapped(start + line, style.width, indent) + "\n";
  };
  if (summary.variance) add(variance_line(*summary.variance));
  add(headline_line(summary, style));
  add(detectable_line(summary));
  return text;
}

}  // namespace cairn
