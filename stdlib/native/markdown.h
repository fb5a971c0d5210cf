// The blocks of a Markdown text (CommonMark with GFM's tables), by its own lines,
// and what stands inside of them. cmark-gfm reads it; it stays in the .cpp.
//
// Hostile texts: cmark-gfm 0.29 takes quadratic time for some, so it is handed a
// copy in which one line opens no more than a few dozen quotes and lists and a few
// hundred columns, and one paragraph no more than a few hundred links. In the copy
// that is read for blocks, nothing inside a line means anything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cairn::markdown {

enum class Kind { heading, paragraph, list, item, fence, quote, table, other };

// A block and the lines it stands in, counted from 0; `end` is behind the last.
struct Block {
  Kind kind = Kind::other;
  std::size_t begin = 0, end = 0;
  std::size_t column = 0;  // Bytes before it in its first line.
  int depth = 0;           // 1 for the outermost.
  int level = 0;           // Of a heading.
  bool numbered = false;   // Of a list and its items.
};

struct Document {
  std::string source;                   // As given, with LF for CRLF.
  std::vector<std::string_view> lines;  // Of `source`.
  std::vector<Block> blocks;            // In the order of the text, outer before inner.
};

// The document of a text, kept for the thread until another text is asked for: the
// checks of one answer share it.
const Document& document_of(std::string_view text);

// The lines from `begin` to `end`, without empty ones around them.
std::string text_of(const Document& document, std::size_t begin, std::size_t end);

// Of a whole text, or of one line of it.
struct Inlines {
  std::vector<std::string> links;  // Destinations, in order; pictures are none.
  std::vector<std::string> bold;   // What is bold, without its marks.
  std::string plain;               // All of it without marks.
};
Inlines inlines_of(std::string_view text);

// One line without the marks of emphasis, links and code.
std::string plain_line(std::string_view line);

}  // namespace cairn::markdown
