#include "runtime/report/table.h"

#include <algorithm>

#include "lang/utf8.h"

namespace cairn {
namespace {

// The bytes of a colour code that `text` begins with; 0 if it begins with none.
std::size_t colour_code(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const auto end = text.find('m');
  return end == text.npos ? 0 : end + 1;
}

std::string padded(const std::string& cell, std::size_t width, Table::Align align) {
  const std::string blanks(width - std::min(width, display_width(cell)), ' ');
  return align == Table::Align::left ? cell + blanks : blanks + cell;
}

void trim_end(std::string& line) { line.resize(line.find_last_not_of(' ') + 1); }

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    if (const auto code = colour_code(text); code > 0) {
      text.remove_prefix(code);
      continue;
    }
    width += static_cast<std::size_t>(width_of(first_code_point(text)));
    text.remove_prefix(code_point_length(text));
  }
  return width;
}

std::string cut_to(std::string_view text, std::size_t most, std::string_view mark) {
  if (display_width(text) <= most) return std::string(text);
  const auto room = most - std::min(most, display_width(mark));
  std::size_t width = 0, end = 0;
  while (end < text.size()) {
    const auto rest = text.substr(end);
    width += static_cast<std::size_t>(width_of(first_code_point(rest)));
    if (width > room) break;
    end += code_point_length(rest);
  }
  return std::string(text.substr(0, end)) + std::string(mark);
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  const auto leading = std::min(text.find_first_not_of(' '), text.size());
  std::string out(text.substr(0, leading));
  std::size_t column = leading;
  bool begun = false;  // The line has a word.
  text.remove_prefix(leading);
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto word = text.substr(0, end);
    const auto size = display_width(word);
    if (begun && column + 1 + size > width) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (begun) {
      out += ' ';
      ++column;
    }
    out += word;
    begun = true;
    column += size;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

void Table::column(std::string heading, Align align) {
  columns_.push_back({std::move(heading), align});
}

void Table::row(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  rows_.push_back({std::move(cells), {}});
}

void Table::note(std::string text) { rows_.back().note = std::move(text); }

std::size_t Table::width_of_column(std::size_t column) const {
  std::size_t width = 0;
  for (const auto& row : rows_) width = std::max(width, display_width(row.cells[column]));
  return width == 0 ? 0 : std::max(width, display_width(columns_[column].heading));
}

std::string Table::text(std::size_t indent) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) widths.push_back(width_of_column(i));
  std::string out;
  const auto add = [&](const auto& cell_of) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (widths[i] > 0) line += padded(cell_of(i), widths[i], columns_[i].align) + "  ";
    trim_end(line);
    out += line + '\n';
  };
  const auto any_heading =
      std::ranges::any_of(columns_, [](const Column& one) { return !one.heading.empty(); });
  if (any_heading) add([&](std::size_t i) { return columns_[i].heading; });
  for (const auto& row : rows_) {
    add([&](std::size_t i) { return row.cells[i]; });
    if (!row.note.empty()) out += std::string(indent + widths.front() + 2, ' ') + row.note + '\n';
  }
  return out;
}

}  // namespace cairn
