#include "lang/draw_values.h"

#include <algorithm>

namespace cairn {
namespace {

void put(std::string& row, std::size_t& width, std::size_t column, std::string_view text) {
  if (width < column) {
    row.append(column - width, ' ');
    width = column;
  }
  row += text;
  width += code_points(text);
}

std::string cut(const std::string& text, std::size_t most) {
  if (code_points(text) <= most || most < 2) return text;
  std::size_t kept = 0, at = 0;
  for (; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) continue;
    if (++kept == most) break;
  }
  return text.substr(0, at) + "…";
}

}  // namespace

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::vector<std::string> draw(std::vector<Placed> placed, std::size_t width, Rulers rulers) {
  const std::string_view bar = rulers == Rulers::lines ? "│" : "|";
  const std::string_view corner = rulers == Rulers::lines ? "└ " : "`- ";
  std::vector<std::string> rows;
  bool first = true;
  while (!placed.empty()) {
    std::vector<bool> here(placed.size(), false);
    std::size_t free_until = width + 1;
    for (std::size_t i = placed.size(); i-- > 0;) {
      const auto length = code_points(placed[i].text) + (first ? code_points(corner) : 0);
      const bool fits = i + 1 == placed.size() || placed[i].column + length + 1 < free_until;
      if (!fits || (first && i + 1 < placed.size())) break;
      here[i] = true;
      free_until = placed[i].column;
    }
    std::string row;
    std::size_t at = 0;
    for (std::size_t i = 0; i < placed.size(); ++i) {
      const auto room = width > placed[i].column + 4 ? width - placed[i].column - 2 : 4;
      if (here[i])
        put(row, at, placed[i].column,
            (first ? std::string(corner) : "") + cut(placed[i].text, room));
      else
        put(row, at, placed[i].column, bar);
    }
    rows.push_back(std::move(row));
    while (!placed.empty() && here[placed.size() - 1]) placed.pop_back();
    first = false;
  }
  return rows;
}

}  // namespace cairn
