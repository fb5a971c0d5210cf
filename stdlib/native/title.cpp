#include "stdlib/native/title.h"

#include <algorithm>

#include "stdlib/native/layout.h"
#include "stdlib/native/text.h"
#include "stdlib/native/unicode.h"
#include "stdlib/native/word.h"

namespace cairn {
namespace {

using markdown::Block;
using markdown::Document;
using markdown::Kind;

constexpr std::size_t most_title_words = 6;

bool ends_in_colon(std::string_view line) { return line.ends_with(':') || line.ends_with("："); }

std::string title_text(std::string_view line) {
  line = trimmed(line);
  std::string out = markdown::plain_line(line);
  auto text = trimmed(out);
  if (text.ends_with(':')) text = trimmed(text.substr(0, text.size() - 1));
  if (text.ends_with("：")) text = trimmed(text.substr(0, text.size() - 3));
  return std::string(text);
}

struct TitleReader {
  const Document& document;
  std::vector<Title>& out;

  bool is_empty(std::size_t line) const {
    return line < document.lines.size() && without_line_end(document.lines[line]).empty();
  }

  void add_heading(const Block& block) {
    const auto line = without_indentation(document.lines[block.begin]);
    const auto level = heading_level(line);
    // A paragraph of several lines over a ruler is no title, though Markdown says so.
    if (level == 0 && block.end - block.begin > 2) return;
    auto text = line.substr(static_cast<std::size_t>(level));
    if (level > 0) {
      text = trimmed(text);
      while (text.ends_with('#')) text.remove_suffix(1);
    }
    out.push_back({title_text(text), block.level, block.begin, block.end});
  }

  // A list or a table right behind the line, or an empty line.
  bool is_followed(std::size_t line, std::size_t next_block) const {
    if (is_empty(line + 1)) return line + 2 < document.lines.size();
    if (next_block >= document.blocks.size()) return false;
    const Block& next = document.blocks[next_block];
    return next.begin == line + 1 && (next.kind == Kind::list || next.kind == Kind::table);
  }

  bool is_short(std::string_view line) const {
    const auto words = count_words(line.substr(0, 200));
    return line.size() <= 200 && words >= 1 && words <= most_title_words;
  }

  // A title does not end as a sentence does, nor begin with a small letter.
  static bool may_be_bare(std::string_view line) {
    std::size_t at = 0;
    return std::string_view(".!?,;").find(line.back()) == std::string_view::npos &&
           !line.ends_with("…") && !line.ends_with("。") && !is_lower(next_code_point(line, at));
  }

  void add_lines(const Block& block, std::size_t next_block) {
    for (auto at = block.begin; at < block.end; ++at) {
      const auto line = trimmed(document.lines[at]);
      if (const auto inside = bold_throughout(line); !inside.empty()) {
        out.push_back({title_text(inside), bold_rank, at, at + 1});
        continue;
      }
      if (at + 1 != block.end || !is_short(line) || !is_followed(at, next_block)) continue;
      const bool alone = block.end == block.begin + 1;
      if (ends_in_colon(line))
        out.push_back({title_text(line), colon_rank, at, at + 1});
      else if (alone && may_be_bare(line))
        out.push_back({title_text(line), bare_rank, at, at + 1});
    }
  }
};

}  // namespace

std::vector<Title> titles_of(const Document& document) {
  std::vector<Title> out;
  TitleReader reader{document, out};
  for (std::size_t at = 0; at < document.blocks.size(); ++at) {
    const Block& block = document.blocks[at];
    if (block.depth != 1) continue;
    if (block.kind == Kind::heading) reader.add_heading(block);
    if (block.kind == Kind::paragraph) reader.add_lines(block, at + 1);
  }
  return out;
}

std::size_t end_of_part(const Document& document, const std::vector<Title>& titles,
                        std::size_t which) {
  for (auto next = which + 1; next < titles.size(); ++next)
    if (titles[next].rank <= titles[which].rank) return titles[next].line;
  return document.lines.size();
}

}  // namespace cairn
