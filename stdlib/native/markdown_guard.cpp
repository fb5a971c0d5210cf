#include "stdlib/native/markdown_guard.h"

#include <algorithm>

#include "stdlib/native/layout.h"

namespace cairn::markdown {
namespace {

constexpr std::size_t most_containers = 32;  // Quotes and lists that one line opens.
constexpr std::size_t most_columns = 200;
constexpr std::size_t most_tags = 200;      // Lines of a text that begin with `<`.
constexpr std::size_t most_openings = 300;  // Of links and tags, in one paragraph.

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_number(char c) { return c >= '0' && c <= '9'; }

// What can stand before the words of a line and open a block.
constexpr bool opens_block(char c) {
  return is_blank(c) || is_number(c) ||
         std::string_view(">#*+-=_`~|:.)").find(c) != std::string_view::npos;
}

// What opens or closes something inside a line.
constexpr bool is_inline(char c) {
  return std::string_view("[]!<&*_`~^").find(c) != std::string_view::npos;
}

bool opens_container(std::string_view line, std::size_t at) {
  const char c = line[at];
  if (c == '>') return true;
  const bool marker = c == '-' || c == '+' || c == '*' || c == '.' || c == ')';
  return marker && (at + 1 == line.size() || is_blank(line[at + 1]));
}

struct LineGuard {
  std::size_t tags = 0;

  // Appends the line so that it opens the same blocks and nothing else.
  void append(std::string& out, std::string_view line) {
    std::size_t at = 0, containers = 0, columns = 0;
    for (; at < line.size() && opens_block(line[at]); ++at) {
      containers += static_cast<std::size_t>(opens_container(line, at));
      columns += static_cast<std::size_t>(line[at] == '|');
      const bool too_many = containers > most_containers || columns > most_columns;
      out += too_many && !is_blank(line[at]) ? 'x' : line[at];
    }
    if (at < line.size() && line[at] == '<' && ++tags <= most_tags) {
      out += '<';
      if (++at < line.size() && line[at] == '!') out += line[at++];
    }
    for (; at < line.size(); ++at) {
      const char c = line[at];
      columns += static_cast<std::size_t>(c == '|');
      out += is_inline(c) || (c == '|' && columns > most_columns) ? 'x' : c;
    }
  }
};

// The marker that Markdown knows for one that it does not; how long the latter is.
std::size_t foreign_marker(std::string_view line, std::string& known) {
  if (const auto bullet = typographic_bullet(line)) {
    known = "-";
    return bullet;
  }
  if (const auto emoji = keycap(line)) {
    known =
        (line.front() >= '0' && line.front() <= '9' ? std::string(1, line.front()) : "10") + ".";
    return emoji;
  }
  if (!line.starts_with('(')) return 0;
  const auto marker = marker_of(line);
  if (marker.kind != Mark::number) return 0;
  const auto end = line.find(')');
  known = std::string(line.substr(1, end));
  return end + 1;
}

}  // namespace

Guarded guarded_blocks(const std::vector<std::string_view>& lines) {
  Guarded out;
  out.shifts.reserve(lines.size());
  LineGuard guard;
  std::string known, changed;
  for (const auto line : lines) {
    const auto start = std::min(line.find_first_not_of(" \t>"), line.size());
    const auto length = foreign_marker(line.substr(start), known);
    Shift shift;
    if (length > 0) {
      changed.assign(line, 0, start).append(known);
      const auto behind = line.substr(start + length);
      if (!behind.empty() && !is_blank(behind.front())) changed += ' ';
      shift = {changed.size(), static_cast<std::ptrdiff_t>(start + length) -
                                   static_cast<std::ptrdiff_t>(changed.size())};
      changed.append(behind);
    }
    guard.append(out.text, length > 0 ? std::string_view(changed) : line);
    out.text += '\n';
    out.shifts.push_back(shift);
  }
  return out;
}

std::string guarded_inlines(std::string_view text) {
  std::string out(text);
  std::size_t brackets = 0, angles = 0, containers = 0, columns = 0;
  bool blank = true, opening = true;  // So far in this line.
  for (std::size_t at = 0; at < out.size(); ++at) {
    char& c = out[at];
    if (c == '\n') {
      if (blank) brackets = angles = 0;
      containers = columns = 0;
      blank = opening = true;
      continue;
    }
    blank = blank && (is_blank(c) || c == '\r');
    opening = opening && opens_block(c);
    if (opening && opens_container(out, at) && ++containers > most_containers) c = too_much_other;
    if (c == '|' && ++columns > most_columns) c = too_much_other;
    if ((c == '[' || c == '!') && ++brackets > most_openings) c = too_much_bracket;
    if (c == '<' && ++angles > most_openings) c = too_much_angle;
  }
  return out;
}

}  // namespace cairn::markdown
