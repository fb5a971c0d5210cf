// How numbers are said to people; every report says them the same way.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/report/terminal.h"
#include "runtime/summary.h"

namespace cairn {

// Marks of a terminal, or their plain forms.
class Phrases {
 public:
  explicit Phrases(const ReportStyle& style) : style_(style) {}

  std::string percent(double share) const;                        // "86.3%"
  std::string percent(const std::optional<double>& share) const;  // "–" for none.
  std::string points(double share) const;                         // "±3.9"
  std::string range(const Interval& interval) const;              // "87–95%"
  std::string bar(double share, std::size_t width) const;         // "█████▌   "
  std::string number(double value) const;                         // 3 digits that count.
  std::string money(double usd) const;
  std::string date(std::string_view time) const;  // "23 Nov 2026 16:40"

  std::string_view dash() const { return style_.unicode ? "–" : "-"; }
  std::string_view dot() const { return style_.unicode ? " · " : " - "; }
  std::string_view times() const { return style_.unicode ? "×" : "x"; }
  std::string_view ellipsis() const { return style_.unicode ? "…" : "..."; }

  std::string strong(std::string_view text) const;
  std::string good(std::string_view text) const;
  std::string bad(std::string_view text) const;
  std::string faint(std::string_view text) const;

 private:
  std::string coloured(std::string_view code, std::string_view text) const;
  ReportStyle style_;
};

// A metric's value in its own unit: shares as percentages; amounts of a measure,
// money, coefficients as numbers.
std::string metric_value(const Phrases& say, std::string_view metric, double value,
                         const Summary& summary);

// As a word of a command that is copied into a shell: quoted where it must be.
std::string shell_word(std::string_view word);
std::string shell_command(const std::vector<std::string>& words);

// In percent, without decimals: 100 and 0 only of all and of nothing.
double whole_percent(double share);

// "p = 0.004", "p = 0.03", "p < 0.001".
std::string p_in_words(double p);

// "$3.71", "$0.0042".
std::string in_dollars(double usd);

}  // namespace cairn
