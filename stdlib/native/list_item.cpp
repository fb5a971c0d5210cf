#include "stdlib/native/list_item.h"

#include <algorithm>

#include "stdlib/native/layout.h"

namespace cairn {
namespace {

using markdown::Block;
using markdown::Document;
using markdown::Kind;

// Takes off the indentation that the item gives its lines, at most.
std::string_view dedented(std::string_view line, std::size_t most) {
  const auto blanks = std::min(line.find_first_not_of(" \t>"), line.size());
  return line.substr(std::min(blanks, most));
}

}  // namespace

std::string item_text(const Document& document, std::size_t item, Nested nested) {
  const Block& block = document.blocks[item];
  const auto first = document.lines[block.begin];
  const auto rest = first.substr(std::min(block.column, first.size()));
  const auto marker = marker_of(rest).length;
  std::string out;
  auto next = item + 1;  // The block that the line may belong to.
  for (auto line = block.begin; line < block.end;) {
    while (next < document.blocks.size() && document.blocks[next].depth > block.depth &&
           (document.blocks[next].kind != Kind::list ||
            document.blocks[next].depth != block.depth + 1 || document.blocks[next].begin < line))
      ++next;
    const bool inner = next < document.blocks.size() && document.blocks[next].depth > block.depth;
    if (nested == Nested::left_out && inner && document.blocks[next].begin == line) {
      line = std::max(document.blocks[next].end, line + 1);
      continue;
    }
    const auto text =
        line == block.begin
            ? rest.substr(marker)
            : dedented(document.lines[line], block.column + std::max<std::size_t>(marker, 2));
    if (!out.empty()) out += '\n';
    out += without_line_end(text);
    ++line;
  }
  const auto end = out.find_last_not_of(" \n");
  out.resize(end == std::string::npos ? 0 : end + 1);
  return out.substr(std::min(out.find_first_not_of('\n'), out.size()));
}

}  // namespace cairn
