#include "runtime/report/score_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "runtime/report/table.h"

namespace cairn {
namespace {

constexpr std::size_t chart_rows = 6;
constexpr std::size_t narrowest_bar = 3, widest_bar = 10;  // With the blank after it.
constexpr std::size_t axis_width = 8;                      // "  100% │"

class ScoreChart {
 public:
  ScoreChart(const std::vector<ChartBar>& bars, const ReportStyle& style)
      : bars_(bars), style_(style) {
    const auto room = style.width - std::min(style.width, axis_width);
    std::size_t labels = 0;
    for (const auto& bar : bars_) labels = std::max(labels, display_width(bar.label));
    const auto most = std::max(narrowest_bar, room / bars_.size());
    labelled_ = labels > 0 && labels + 1 <= std::min(most, widest_bar);
    width_ = labelled_ ? std::max(labels + 1, narrowest_bar) : narrowest_bar;
    find_scale();
  }

  std::string text() const {
    std::string out;
    for (std::size_t row = chart_rows; row-- > 0;) {
      std::string line = axis(row);
      for (const auto& bar : bars_) line += cell(bar, row);
      out += trimmed(std::move(line)) + "\n";
    }
    if (!labelled_) return out;
    std::string line(axis_width, ' ');
    for (const auto& bar : bars_) line += padded_cell(bar.label);
    return out + trimmed(std::move(line)) + "\n";
  }

 private:
  // Five points at a time outwards, and ten points high at least.
  void find_scale() {
    double low = 1, high = 0;
    for (const auto& bar : bars_) {
      low = std::min({low, bar.score, bar.interval ? bar.interval->low : bar.score});
      high = std::max({high, bar.score, bar.interval ? bar.interval->high : bar.score});
    }
    low_ = std::floor(low * 20) / 20;
    high_ = std::ceil(high * 20) / 20;
    if (high_ - low_ < 0.1) low_ = high_ - 0.1;
    if (low_ < 0) low_ = 0;
    if (high_ - low_ < 0.1) high_ = low_ + 0.1;
  }

  // How many rows above the axis' lowest end.
  double height(double score) const {
    return (score - low_) / (high_ - low_) * static_cast<double>(chart_rows);
  }

  std::size_t row_of(double score) const {
    const auto last = static_cast<double>(chart_rows - 1);
    return static_cast<std::size_t>(std::clamp(std::floor(height(score)), 0.0, last));
  }

  std::string axis(std::size_t row) const {
    std::string label;
    if (row == chart_rows - 1) label = fmt::format("{:.0f}%", high_ * 100);
    if (row == 0) label = fmt::format("{:.0f}%", low_ * 100);
    return fmt::format("{:>6} {}", label, style_.unicode ? "│" : "|");
  }

  std::string_view block(double share) const {
    constexpr std::array<std::string_view, 9> blocks = {" ", "▁", "▂", "▃", "▄",
                                                        "▅", "▆", "▇", "█"};
    const auto eighths = static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * 8));
    if (!style_.unicode) return eighths >= 4 ? "#" : " ";
    return blocks[eighths];
  }

  std::string_view whisker(const ChartBar& bar, std::size_t row) const {
    if (!bar.interval) return " ";
    const auto low = row_of(bar.interval->low), high = row_of(bar.interval->high);
    if (row < low || row > high) return " ";
    if (!style_.unicode) return row == low || row == high ? "+" : "|";
    return low == high ? "┼" : row == high ? "┬" : row == low ? "┴" : "│";
  }

  std::string cell(const ChartBar& bar, std::size_t row) const {
    const double share = height(bar.score) - static_cast<double>(row);
    // A score at the lowest end is a bar too.
    const auto shown = block(row == 0 ? std::max(share, 0.125) : share);
    return padded_cell(std::string(shown) + std::string(whisker(bar, row)));
  }

  std::string padded_cell(std::string text) const {
    return text + std::string(width_ - std::min(width_, display_width(text)), ' ');
  }

  static std::string trimmed(std::string line) {
    line.resize(line.find_last_not_of(' ') + 1);
    return line;
  }

  const std::vector<ChartBar>& bars_;
  ReportStyle style_;
  bool labelled_ = false;
  std::size_t width_ = narrowest_bar;
  double low_ = 0, high_ = 1;
};

}  // namespace

std::size_t bars_that_fit(const ReportStyle& style) {
  return std::max<std::size_t>(1,
                               (style.width - std::min(style.width, axis_width)) / narrowest_bar);
}

std::string score_chart(const std::vector<ChartBar>& bars, const ReportStyle& style) {
  const auto shown = std::min(bars.size(), bars_that_fit(style));
  const std::vector<ChartBar> last(bars.end() - static_cast<std::ptrdiff_t>(shown), bars.end());
  return ScoreChart(last, style).text();
}

}  // namespace cairn
