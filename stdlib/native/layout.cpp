#include "stdlib/native/layout.h"

#include <algorithm>
#include <array>
#include <string>

#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

constexpr bool is_digit_byte(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_blank_byte(char c) { return c == ' ' || c == '\t'; }

std::size_t blanks_at(std::string_view line, std::size_t at) {
  std::size_t count = 0;
  while (at + count < line.size() && is_blank_byte(line[at + count])) ++count;
  return count;
}

std::size_t digits_at(std::string_view line, std::size_t at) {
  std::size_t count = 0;
  while (at + count < line.size() && is_digit_byte(line[at + count])) ++count;
  return count;
}

// A marker ends where a blank or the line's end follows it.
Marker closed_by_blank(std::string_view line, Mark kind, std::size_t length) {
  const auto blanks = blanks_at(line, length);
  if (blanks == 0 && length < line.size()) return {};
  return {kind, length + blanks};
}

Marker number_marker(std::string_view line) {
  if (const auto emoji = keycap(line)) return {Mark::number, emoji + blanks_at(line, emoji)};
  const std::size_t open = line.starts_with('(') ? 1 : 0;
  const auto digits = digits_at(line, open);
  const auto end = open + digits;
  if (digits == 0 || digits > 3 || end >= line.size()) return {};
  const char mark = line[end];
  if (mark != ')' && (mark != '.' || open == 1)) return {};
  return closed_by_blank(line, Mark::number, end + 1);
}

Marker letter_marker(std::string_view line) {
  if (line.size() < 3) return {};
  const bool small = line[0] >= 'a' && line[0] <= 'z';
  const bool capital = line[0] >= 'A' && line[0] <= 'Z';
  if (!small && !capital) return {};
  if (line[1] != ')' && (line[1] != '.' || capital)) return {};
  return closed_by_blank(line, Mark::letter, 2);
}

// The words for a step, in the languages whose answers were looked at.
constexpr std::array<std::string_view, 11> step_words = {
    "step", "schritt", "étape", "etape", "paso", "passo", "stap", "steg", "krok", "trin", "шаг"};

Marker step_marker(std::string_view line) {
  const auto first = line.substr(0, line.find_first_of(" \t"));
  if (first.size() < 3 || first.size() > 8 || first.size() == line.size()) return {};
  const std::string word = folded(first);
  if (std::ranges::find(step_words, word) == step_words.end()) return {};
  auto at = first.size() + blanks_at(line, first.size());
  const auto digits = digits_at(line, at);
  if (digits == 0 || digits > 3) return {};
  at += digits;
  const auto before_mark = at;
  at += blanks_at(line, at);
  for (const std::string_view mark : {":", ".", ")", "–", "—", "-"})
    if (line.substr(at).starts_with(mark))
      return {Mark::step, at + mark.size() + blanks_at(line, at + mark.size())};
  return before_mark == line.size() ? Marker{Mark::step, before_mark} : Marker{};
}

}  // namespace

std::string_view without_indentation(std::string_view line) {
  return line.substr(blanks_at(line, 0));
}

std::string_view without_line_end(std::string_view line) {
  while (!line.empty() && (is_blank_byte(line.back()) || line.back() == '\r'))
    line.remove_suffix(1);
  return line;
}

std::size_t typographic_bullet(std::string_view line) {
  constexpr std::array<std::string_view, 21> bullets = {"•", "‣", "◦", "⁃", "▪", "▫", "●",
                                                        "○", "■", "►", "▸", "➤", "➢", "✓",
                                                        "✔", "✅", "☑", "👉", "🔹", "🔸", "·"};
  if (line.empty() || static_cast<unsigned char>(line.front()) < 0x80) return 0;
  for (const auto bullet : bullets) {
    if (!line.starts_with(bullet)) continue;
    constexpr std::string_view as_emoji = "\uFE0F";
    return bullet.size() + (line.substr(bullet.size()).starts_with(as_emoji) ? as_emoji.size() : 0);
  }
  constexpr std::string_view dash = "–";
  return line.starts_with(dash) && blanks_at(line, dash.size()) > 0 ? dash.size() : 0;
}

std::size_t keycap(std::string_view line) {
  if (line.empty() || !is_digit_byte(line.front())) return 0;
  for (const std::string_view rest : {"\uFE0F\u20E3", "\u20E3"})
    if (line.substr(1).starts_with(rest)) return 1 + rest.size();
  return line.starts_with("🔟") ? std::string_view("🔟").size() : 0;
}

Marker marker_of(std::string_view line) {
  if (line.empty()) return {};
  const char first = line.front();
  if (first == '-' || first == '*' || first == '+') return closed_by_blank(line, Mark::bullet, 1);
  if (const auto bullet = typographic_bullet(line))
    return {Mark::bullet, bullet + blanks_at(line, bullet)};
  if (is_digit_byte(first) || first == '(') return number_marker(line);
  if (const auto letter = letter_marker(line); letter.kind != Mark::none) return letter;
  return step_marker(line);
}

int heading_level(std::string_view line) {
  const auto end = std::min(line.find_first_not_of('#'), line.size());
  if (end == 0 || end > 6) return 0;
  return end == line.size() || is_blank_byte(line[end]) ? static_cast<int>(end) : 0;
}

bool is_ruler(std::string_view line) {
  line = without_line_end(without_indentation(line));
  if (line.empty()) return false;
  const char kind = line.front();
  if (kind != '-' && kind != '*' && kind != '_' && kind != '=') return false;
  const auto marks = std::ranges::count(line, kind);
  return marks >= 3 && marks + std::ranges::count_if(line, is_blank_byte) ==
                           static_cast<std::ptrdiff_t>(line.size());
}

bool is_table_ruler(std::string_view line) {
  return line.find('-') != line.npos && line.find_first_not_of(" \t|:-\r>") == line.npos;
}

std::string_view bold_throughout(std::string_view line) {
  line = without_line_end(without_indentation(line));
  if (line.ends_with(':')) line.remove_suffix(1);
  for (const std::string_view mark : {"**", "__"}) {
    if (line.size() < 5 || !line.starts_with(mark) || !line.ends_with(mark)) continue;
    auto inside = line.substr(2, line.size() - 4);
    while (inside.starts_with(mark[0]) && inside.ends_with(mark[0]) && inside.size() > 2)
      inside = inside.substr(1, inside.size() - 2);  // ***bold and italic***
    if (inside.find(mark) != inside.npos || inside.starts_with(' ') || inside.ends_with(' '))
      return {};
    inside = without_line_end(inside);
    if (inside.ends_with(':')) inside.remove_suffix(1);
    return inside;
  }
  return {};
}

Fences::Line Fences::take(std::string_view line) {
  line = without_line_end(without_indentation(line));
  const char first = line.empty() ? '\0' : line.front();
  const bool mark = first == '`' || first == '~';
  const auto length = mark ? std::min(line.find_first_not_of(first), line.size()) : 0;
  if (kind_ == 0) {
    // The words behind a fence of backticks hold none: else it is code in a line.
    if (length < 3 || (first == '`' && line.find('`', length) != line.npos)) return Line::outside;
    kind_ = first;
    length_ = length;
    return Line::opens;
  }
  if (first != kind_ || length < length_ || length != line.size()) return Line::inside;
  kind_ = 0;
  return Line::closes;
}

}  // namespace cairn
