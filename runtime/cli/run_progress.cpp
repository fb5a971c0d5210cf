#include "runtime/cli/run_progress.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/utf8.h"

namespace cairn {
namespace {

constexpr double shortest_wait = 0.2;  // Seconds between two pictures.
constexpr double patience = 30;        // And between two lines.

std::string thousands(std::size_t count) {
  auto digits = fmt::format("{}", count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string bar(double share, std::size_t width, bool unicode) {
  const auto full = static_cast<std::size_t>(share * static_cast<double>(width));
  std::string out;
  for (std::size_t i = 0; i < width; ++i)
    out += i < full ? (unicode ? "━" : "#") : (unicode ? "─" : "-");
  return out;
}

}  // namespace

RunProgress::RunProgress(std::string title, const Terminal& terminal)
    : title_(std::move(title)), terminal_(terminal) {}

RunProgress::~RunProgress() {
  if (drawn_) terminal_.err.print("\r\x1b[K");
}

void RunProgress::show(std::size_t done, std::size_t all) {
  if (terminal_.quiet || all == 0) return;
  const auto now = Clock::now();
  const double since = std::chrono::duration<double>(now - shown_).count();
  const double seconds = std::chrono::duration<double>(now - started_).count();
  if (terminal_.err.is_terminal) {
    if (since < shortest_wait) return;
    draw(done, all, seconds);
    shown_ = now;
    return;
  }
  // A short run is silent.
  const auto tenths = done * 10 / all;
  if (done == all || since < 1 || (tenths == tenths_ && since < patience)) return;
  terminal_.err.print(
      fmt::format("{}: {} of {} items\n", printable(title_), thousands(done), thousands(all)));
  tenths_ = tenths;
  shown_ = now;
}

void RunProgress::draw(std::size_t done, std::size_t all, double seconds) {
  const double share = static_cast<double>(done) / static_cast<double>(all);
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  const auto left = rate > 0 ? static_cast<double>(all - done) / rate : 0;
  auto text = fmt::format("  {:3.0f}%  {}/{} items  {}/s", share * 100, thousands(done),
                          thousands(all), thousands(static_cast<std::size_t>(rate)));
  if (share > 0.05) text += fmt::format("  about {:.0f} s left", left);
  const auto title = printable(title_);
  const std::size_t used = static_cast<std::size_t>(width_of(title)) + 2 + text.size();
  const std::size_t room = terminal_.width > used + 6 ? terminal_.width - used - 1 : 5;
  terminal_.err.print(fmt::format("\r\x1b[K{}  {}{}", title,
                                  bar(share, std::min<std::size_t>(room, 40), terminal_.unicode),
                                  text));
  drawn_ = true;
}

}  // namespace cairn
