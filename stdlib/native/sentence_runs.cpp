#include <algorithm>
#include <optional>
#include <vector>

#include "stdlib/native/layout.h"
#include "stdlib/native/sentence.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

bool is_end_mark(char c) { return c == '.' || c == '!' || c == '?'; }

// "2)" of "1) Beat the eggs 2) Add the flour": where the next item of a list that
// stands in one line begins, or npos. `at` is behind the item's own marker.
std::size_t next_in_line(std::string_view line, std::size_t at, const std::string& marker) {
  const bool needs_end = marker.ends_with('.');  // "in step 2. Then" is no item.
  for (auto found = line.find(marker, at); found != line.npos;
       found = line.find(marker, found + 1)) {
    if (line[found - 1] != ' ') continue;
    const auto before = without_line_end(line.substr(0, found));
    if (needs_end && (before.empty() || !is_end_mark(before.back()))) continue;
    const auto end = found + marker.size();
    if (end < line.size() && (line[end] == ' ' || typographic_bullet(marker) > 0)) return found;
  }
  return line.npos;
}

// The number and the marks behind it of "1.)", "2)", "3.", "(4)"; else no digits.
struct Numbered {
  std::string_view open, close;
  unsigned number = 0;
};
std::optional<Numbered> numbered_start(std::string_view line) {
  const std::size_t open = line.starts_with('(') ? 1 : 0;
  std::size_t at = open;
  unsigned number = 0;
  while (at < line.size() && at < open + 3 && line[at] >= '0' && line[at] <= '9')
    number = number * 10 + static_cast<unsigned>(line[at++] - '0');
  if (at == open) return std::nullopt;
  for (const std::string_view close : {".)", ")", "."})
    if (line.substr(at).starts_with(close) && line.substr(at + close.size()).starts_with(' '))
      return Numbered{line.substr(0, open), close, number};
  return std::nullopt;
}

// The items of a line that holds several; one or none if it does not.
std::vector<std::string_view> items_in_line(std::string_view line) {
  std::vector<std::string_view> out;
  const auto bullet = typographic_bullet(line);
  auto numbered = bullet == 0 ? numbered_start(line) : std::nullopt;
  if (bullet == 0 && !numbered) return out;
  std::size_t begin = 0;
  while (true) {
    const auto marker =
        bullet > 0 ? std::string(line.substr(0, bullet))
                   : fmt::format("{}{}{}", numbered->open, ++numbered->number, numbered->close);
    const auto next = next_in_line(line, begin + 1, marker);
    out.push_back(without_line_end(line.substr(begin, std::min(next, line.size()) - begin)));
    if (next == line.npos) return out;
    begin = next;
  }
}

std::string_view without_task_box(std::string_view line) {
  for (const std::string_view box : {"[ ] ", "[x] ", "[X] "})
    if (line.starts_with(box)) return line.substr(box.size());
  return line;
}

std::string_view heading_text(std::string_view line, int level) {
  line = without_indentation(line.substr(static_cast<std::size_t>(level)));
  auto bare = line;
  while (bare.ends_with('#')) bare.remove_suffix(1);
  return bare.empty() || bare.ends_with(' ') ? without_line_end(bare) : line;
}

struct RunBuilder {
  Texts runs;
  bool open = false;  // The last run may go on in the next line.
  Fences fences;

  void add_own(std::string_view text) {
    runs.emplace_back(without_line_end(text));
    open = false;
  }

  void start(std::string_view text) {
    runs.emplace_back(text);
    open = true;
  }

  void add_cells(std::string_view row) {
    for (std::size_t begin = 1; begin < row.size();) {
      auto end = row.find('|', begin);
      while (end != row.npos && row[end - 1] == '\\') end = row.find('|', end + 1);
      const auto cell = without_indentation(row.substr(begin, std::min(end, row.size()) - begin));
      add_own(cell);
      if (end == row.npos) break;
      begin = end + 1;
    }
  }

  void take_item(std::string_view line, const Marker& marker) {
    auto rest = line.substr(marker.length);
    if (const auto inner = marker_of(rest);
        inner.kind == Mark::number || inner.kind == Mark::bullet)
      rest.remove_prefix(inner.length);
    start(without_task_box(rest));
  }

  void take_line(std::string_view line) {
    line = without_indentation(without_line_end(line));
    while (line.starts_with('>')) line = without_indentation(line.substr(1));
    if (line.empty() || is_ruler(line)) {
      open = false;
      return;
    }
    if (const int level = heading_level(line)) return add_own(heading_text(line, level));
    if (line.front() == '|' && line.size() > 1 && line.back() == '|') return add_cells(line);
    if (!bold_throughout(line).empty()) return add_own(line);
    if (const auto items = items_in_line(line); items.size() > 1) {
      for (const auto item : items) add_own(item);
      return;
    }
    if (const auto marker = marker_of(line); marker.kind != Mark::none)
      return take_item(line, marker);
    if (!open) return start(line);
    runs.back().append(" ").append(line);
  }
};

}  // namespace

Texts runs_of(std::string_view passage) {
  RunBuilder builder;
  while (!passage.empty()) {
    const auto end = passage.find('\n');
    const auto line = passage.substr(0, end);
    passage = end == passage.npos ? std::string_view() : passage.substr(end + 1);
    if (builder.fences.take(line) == Fences::Line::outside)
      builder.take_line(line);
    else
      builder.open = false;
  }
  return std::move(builder.runs);
}

}  // namespace cairn
