#include "runtime/cli/run_progress.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/utf8.h"
#include "runtime/report/phrases.h"

namespace cairn {
namespace {

constexpr double shortest_wait = 0.2;  // Seconds between two pictures.
constexpr double patience = 30;        // And between two lines.

std::string thousands(std::size_t count) {
  auto digits = fmt::format("{}", count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string in_time(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s", seconds);
  return fmt::format("{:.0f} min", seconds / 60);
}

std::string bar(double share, std::size_t width, bool unicode) {
  const auto full = static_cast<std::size_t>(share * static_cast<double>(width));
  std::string out;
  for (std::size_t i = 0; i < width; ++i)
    out += i < full ? (unicode ? "━" : "#") : (unicode ? "─" : "-");
  return out;
}

}  // namespace

RunProgress::RunProgress(std::string title, std::optional<double> budget_usd,
                         const Terminal& terminal)
    : title_(std::move(title)), budget_(budget_usd), terminal_(terminal) {}

RunProgress::~RunProgress() {
  if (drawn_) terminal_.err.print("\r\x1b[K");
}

void RunProgress::show(const RunState& state) {
  if (terminal_.quiet || state.items == 0) return;
  const auto now = Clock::now();
  const double since = std::chrono::duration<double>(now - shown_).count();
  const double seconds = std::chrono::duration<double>(now - started_).count();
  if (terminal_.err.is_terminal) {
    if (since < shortest_wait) return;
    terminal_.err.print("\r\x1b[K" + picture(state, seconds));
    drawn_ = true;
    shown_ = now;
    return;
  }
  // A short run is silent.
  const auto tenths = state.items_done * 10 / state.items;
  if (state.items_done == state.items || since < 1 || (tenths == tenths_ && since < patience))
    return;
  terminal_.err.print(fmt::format("{}: {} of {} items{}\n", printable(title_),
                                  thousands(state.items_done), thousands(state.items),
                                  state.asking ? asked(*state.asking, seconds) : ""));
  tenths_ = tenths;
  shown_ = now;
}

std::string RunProgress::picture(const RunState& state, double seconds) const {
  const double share = static_cast<double>(state.items_done) / static_cast<double>(state.items);
  const double rate = seconds > 0 ? static_cast<double>(state.items_done) / seconds : 0;
  auto text = fmt::format("  {:3.0f}%  {}/{} items", share * 100, thousands(state.items_done),
                          thousands(state.items));
  if (state.stage == "examples") text = "  examples of judges";
  if (!state.asking) text += fmt::format("  {}/s", thousands(static_cast<std::size_t>(rate)));
  if (state.asking) text += asked(*state.asking, seconds);
  if (share > 0.05 && rate > 0)
    text += fmt::format("  about {} left",
                        in_time(static_cast<double>(state.items - state.items_done) / rate));
  const auto title = printable(title_);
  const std::size_t used = static_cast<std::size_t>(width_of(title)) + 2 + text.size();
  const std::size_t room = terminal_.width > used + 6 ? terminal_.width - used - 1 : 5;
  auto line = fmt::format("{}  {}{}", title,
                          bar(share, std::min<std::size_t>(room, 40), terminal_.unicode), text);
  return static_cast<std::size_t>(width_of(line)) < terminal_.width ? line : text.substr(2);
}

// Calls, and what keeps them: nothing is shown that is 0.
std::string RunProgress::asked(const AskerCounts& counts, double seconds) const {
  const auto done = counts.answered + counts.failed;
  std::string text = fmt::format("  {}/{} calls", thousands(done), thousands(counts.asked));
  if (seconds > 1) text += fmt::format(" {:.1f}/s", static_cast<double>(done) / seconds);
  const auto add = [&](std::string_view what, std::size_t count) {
    if (count > 0) text += fmt::format("  {} {}", what, thousands(count));
  };
  add("cached", counts.cached);
  add("tried again", counts.caller.tried_again);
  add("errors", counts.failed);
  if (counts.caller.paused_seconds > 0)
    text += fmt::format("  rate limit: {:.0f} s", counts.caller.paused_seconds);
  if (counts.spent_usd > 0 || budget_) text += "  " + in_dollars(counts.spent_usd);
  if (budget_) text += fmt::format(" of {}", in_dollars(*budget_));
  return text;
}

}  // namespace cairn
