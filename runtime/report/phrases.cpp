#include "runtime/report/phrases.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "lang/value.h"

namespace cairn {
namespace {

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// "86.3", but "100" and "0" where nothing is lost.
std::string hundredth(double share) {
  const double value = share * 100;
  if (value == std::round(value) && (value == 0 || value == 100))
    return fmt::format("{:.0f}", value);
  // 99.97% is not all: it must not be shown as 100.0.
  if (value > 99.9 && value < 100) return fmt::format("{:.2f}", std::min(value, 99.99));
  if (value > 0 && value < 0.05) return fmt::format("{:.2f}", std::max(value, 0.01));
  // A half goes up, as the page's JavaScript has it.
  return fmt::format("{:.1f}", std::round(value * 10) / 10);
}

// A part of a check that is from -1 to 1: `pleasant.fleiss_kappa`, `tone.kappa.low`.
bool is_coefficient(std::string_view metric) {
  for (const std::string_view end : {".low", ".high"})
    if (metric.ends_with(end)) metric.remove_suffix(end.size());
  constexpr std::array<std::string_view, 5> coefficients = {"kappa", "cohen_kappa", "fleiss_kappa",
                                                            "krippendorff_alpha", "gwet_ac1"};
  const auto dot = metric.rfind('.');
  return dot != metric.npos && std::ranges::count(coefficients, metric.substr(dot + 1)) > 0;
}

}  // namespace

// 99.6% is not all, and 0.4% not nothing.
double whole_percent(double share) {
  const double value = std::round(share * 100);
  return share > 0 && share < 1 ? std::clamp(value, 1.0, 99.0) : value;
}

std::string Phrases::percent(double share) const { return hundredth(share) + "%"; }

std::string Phrases::percent(const std::optional<double>& share) const {
  return share ? percent(*share) : std::string(dash());
}

std::string Phrases::points(double share) const {
  return fmt::format("{}{:.1f}", style_.unicode ? "±" : "+-", share * 100);
}

std::string Phrases::range(const Interval& interval) const {
  return fmt::format("{:.0f}{}{:.0f}%", whole_percent(interval.low), dash(),
                     whole_percent(interval.high));
}

std::string Phrases::bar(double share, std::size_t width) const {
  const double filled = std::clamp(share, 0.0, 1.0) * static_cast<double>(width);
  if (!style_.unicode) return std::string(static_cast<std::size_t>(std::lround(filled)), '#');
  constexpr std::array<std::string_view, 8> parts = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto eighths = static_cast<std::size_t>(std::lround(filled * 8));
  std::string text;
  for (std::size_t i = 0; i < eighths / 8; ++i) text += "█";
  text += parts[eighths % 8];
  return text;
}

std::string Phrases::number(double value) const {
  if (value == std::round(value) && std::abs(value) < 1e15) return shortest(value);
  return std::abs(value) >= 100 ? fmt::format("{:.1f}", value) : fmt::format("{:.3g}", value);
}

std::string Phrases::money(double usd) const { return in_dollars(usd); }

std::string p_in_words(double p) {
  if (p < 0.001) return "p < 0.001";
  return p < 0.1 ? fmt::format("p = {:.3f}", p) : fmt::format("p = {:.2f}", p);
}

std::string shell_word(std::string_view word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@,+%~";
  if (!word.empty() && word.find_first_not_of(plain) == word.npos) return std::string(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string shell_command(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + shell_word(word);
  return text;
}

std::string in_dollars(double usd) {
  return usd < 0.01 && usd > 0 ? fmt::format("${:.4f}", usd) : fmt::format("${:.2f}", usd);
}

std::string Phrases::date(std::string_view time) const {
  // 2026-11-24T16:40:00Z
  if (time.size() < 16) return std::string(time);
  std::size_t month = 0;
  std::from_chars(time.data() + 5, time.data() + 7, month);
  if (month < 1 || month > months.size()) return std::string(time);
  auto day = time.substr(8, 2);
  if (day.starts_with('0')) day.remove_prefix(1);
  return fmt::format("{} {} {} {}", day, months[month - 1], time.substr(0, 4), time.substr(11, 5));
}

std::string Phrases::coloured(std::string_view code, std::string_view text) const {
  if (!style_.colour || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}
std::string Phrases::strong(std::string_view text) const { return coloured("1", text); }
std::string Phrases::good(std::string_view text) const { return coloured("32", text); }
std::string Phrases::bad(std::string_view text) const { return coloured("1;31", text); }
std::string Phrases::faint(std::string_view text) const { return coloured("2", text); }

std::string metric_value(const Phrases& say, std::string_view metric, double value,
                         const Summary& summary) {
  if (metric == "cost") return say.money(value);
  for (const auto& check : summary.checks)
    if (check.is_measure && metric.starts_with(check.name) &&
        (metric.size() == check.name.size() || metric[check.name.size()] == '.'))
      return say.number(value);
  return is_coefficient(metric) ? fmt::format("{:.2f}", value) : say.percent(value);
}

}  // namespace cairn
