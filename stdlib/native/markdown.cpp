#include "stdlib/native/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <memory>

#include "stdlib/native/layout.h"
#include "stdlib/native/markdown_guard.h"
#include "stdlib/native/unicode.h"

namespace cairn::markdown {
namespace {

struct NodeCloser {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
using Tree = std::unique_ptr<cmark_node, NodeCloser>;

Tree tree_of(std::string_view text) {
  // Registering is not safe to do twice at once.
  static const auto table = [] {
    cmark_gfm_core_extensions_ensure_registered();
    return cmark_find_syntax_extension("table");
  }();
  auto* parser = cmark_parser_new(CMARK_OPT_DEFAULT);
  cmark_parser_attach_syntax_extension(parser, table);
  cmark_parser_feed(parser, text.data(), text.size());
  Tree tree(cmark_parser_finish(parser));
  cmark_parser_free(parser);
  return tree;
}

bool is_fenced(cmark_node* node) {
  int length = 0, offset = 0;
  char mark = 0;
  return cmark_node_get_fenced(node, &length, &offset, &mark) != 0;
}

Kind kind_of(cmark_node* node) {
  switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HEADING:
      return Kind::heading;
    case CMARK_NODE_PARAGRAPH:
      return Kind::paragraph;
    case CMARK_NODE_LIST:
      return Kind::list;
    case CMARK_NODE_ITEM:
      return Kind::item;
    case CMARK_NODE_BLOCK_QUOTE:
      return Kind::quote;
    case CMARK_NODE_CODE_BLOCK:
      return is_fenced(node) ? Kind::fence : Kind::other;
    default:
      return std::string_view(cmark_node_get_type_string(node)) == "table" ? Kind::table
                                                                           : Kind::other;
  }
}

bool holds_blocks(Kind kind) {
  return kind == Kind::list || kind == Kind::item || kind == Kind::quote;
}

std::size_t unsigned_of(int number) { return static_cast<std::size_t>(std::max(number, 0)); }

struct Reader {
  Document& document;
  std::vector<Shift> shifts;

  // A column of the copy as one of the text.
  std::size_t column_of(std::size_t line, std::size_t column) const {
    if (line >= shifts.size() || column < shifts[line].behind) return column;
    return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(column) + shifts[line].bytes);
  }

  // The header of a table whose lines begin at `begin`: cmark counts the lines of a
  // paragraph right before it as the table's.
  std::size_t header_from(std::size_t begin) const {
    auto ruler = begin + 1;
    while (ruler < document.lines.size() && !is_table_ruler(document.lines[ruler])) ++ruler;
    return ruler < document.lines.size() ? ruler - 1 : begin;
  }

  // And that paragraph has no lines at all.
  void place_by_table(cmark_node* node, Block& block) const {
    auto* next = cmark_node_next(node);
    if (block.kind == Kind::table) block.begin = header_from(block.begin);
    if (cmark_node_get_start_line(node) > 0 || !next) return;
    block.begin = unsigned_of(cmark_node_get_start_line(next) - 1);
    block.end = header_from(block.begin);
    block.column = column_of(block.begin, unsigned_of(cmark_node_get_start_column(next) - 1));
  }

  void add(cmark_node* node, int depth) {
    Block block{.kind = kind_of(node), .depth = depth, .level = cmark_node_get_heading_level(node)};
    block.begin = unsigned_of(cmark_node_get_start_line(node) - 1);
    block.end = std::min(unsigned_of(cmark_node_get_end_line(node)), document.lines.size());
    block.column = column_of(block.begin, unsigned_of(cmark_node_get_start_column(node) - 1));
    place_by_table(node, block);
    auto* list = block.kind == Kind::item ? cmark_node_parent(node) : node;
    block.numbered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
    if (block.kind != Kind::fence)
      while (block.end > block.begin + 1 && without_line_end(document.lines[block.end - 1]).empty())
        --block.end;
    document.blocks.push_back(block);
  }

  // Without recursion: lists may be nested as deep as a text is long.
  void read(cmark_node* root) {
    int depth = 1;
    for (auto* node = cmark_node_first_child(root); node;) {
      add(node, depth);
      auto* child = holds_blocks(kind_of(node)) ? cmark_node_first_child(node) : nullptr;
      if (child) {
        node = child;
        ++depth;
        continue;
      }
      while (node != root && !cmark_node_next(node)) {
        node = cmark_node_parent(node);
        --depth;
      }
      node = node == root ? nullptr : cmark_node_next(node);
    }
  }
};

std::string with_plain_line_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at)
    if (text[at] != '\r' || text.substr(at + 1, 1) != "\n") out += text[at];
  return out;
}

void split_into_lines(Document& document) {
  std::string_view rest = document.source;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    document.lines.push_back(rest.substr(0, end));
    rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
  }
}

void read_document(Document& document, std::string_view text) {
  document.lines.clear();
  document.blocks.clear();
  document.source = with_plain_line_ends(text);
  split_into_lines(document);
  auto guarded = guarded_blocks(document.lines);
  const auto tree = tree_of(guarded.text);
  Reader{document, std::move(guarded.shifts)}.read(tree.get());
}

// --- inside of lines ---------------------------------------------------------

// Puts back what the guard took out.
std::string as_written(std::string text) {
  std::ranges::replace(text, too_much_bracket, '[');
  std::ranges::replace(text, too_much_angle, '<');
  std::ranges::replace(text, too_much_other, '|');
  return text;
}

// The bytes of the address that `text` begins with, or 0: up to a blank or `<`,
// without the marks behind it that belong to the sentence (GFM's autolinks).
std::size_t bare_link(std::string_view text) {
  std::size_t scheme = 0;
  for (const std::string_view start : {"https://", "http://", "www."})
    if (text.starts_with(start)) scheme = start.size();
  auto end = std::min(text.find_first_of(" \t\n<"), text.size());
  if (scheme == 0 || end <= scheme) return 0;
  const auto opened = std::ranges::count(text.substr(0, end), '(');
  auto closed = std::ranges::count(text.substr(0, end), ')');
  while (end > scheme) {
    const char last = text[end - 1];
    if (last == ')' && closed > opened)
      --closed;
    else if (std::string_view("?!.,:;*_~'\"").find(last) == std::string_view::npos)
      break;
    --end;
  }
  return end > scheme ? end : 0;
}

void add_bare_links(std::string_view text, std::vector<std::string>& out) {
  for (std::size_t at = text.find_first_of("hw"); at < text.size();) {
    const bool starts = at == 0 || !is_word_character(previous_code_point(text, at));
    const auto length = starts ? bare_link(text.substr(at)) : 0;
    if (length > 0) out.push_back(as_written(std::string(text.substr(at, length))));
    at = text.find_first_of("hw", at + std::max<std::size_t>(length, 1));
  }
}

std::string_view literal_of(cmark_node* node) {
  const char* literal = cmark_node_get_literal(node);
  return literal ? std::string_view(literal) : std::string_view();
}

struct InlineReader {
  Inlines& out;
  int bold = 0, links = 0;

  void add_text(std::string_view text) {
    out.plain += text;
    if (bold > 0) out.bold.back() += text;
  }

  void enter(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_LINK:
        ++links;
        out.links.push_back(as_written(cmark_node_get_url(node)));
        break;
      case CMARK_NODE_STRONG:
        if (bold++ == 0) out.bold.emplace_back();
        break;
      case CMARK_NODE_TEXT:
        if (links == 0) add_bare_links(literal_of(node), out.links);
        add_text(literal_of(node));
        break;
      case CMARK_NODE_CODE:
        add_text(literal_of(node));
        break;
      case CMARK_NODE_SOFTBREAK:
      case CMARK_NODE_LINEBREAK:
        add_text(" ");
        break;
      default:
        break;
    }
  }

  void leave(cmark_node* node) {
    if (cmark_node_get_type(node) == CMARK_NODE_LINK) --links;
    if (cmark_node_get_type(node) == CMARK_NODE_STRONG) --bold;
  }
};

struct IteratorCloser {
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};

}  // namespace

const Document& document_of(std::string_view text) {
  thread_local std::string last;
  thread_local Document document;
  thread_local bool known = false;
  if (!known || last != text) {
    last = text;
    read_document(document, text);
    known = true;
  }
  return document;
}

std::string text_of(const Document& document, std::size_t begin, std::size_t end) {
  const auto empty = [&](std::size_t line) {
    return without_line_end(document.lines[line]).empty();
  };
  while (begin < end && empty(begin)) ++begin;
  while (begin < end && empty(end - 1)) --end;
  std::string out;
  for (auto line = begin; line < end; ++line) {
    if (line > begin) out += '\n';
    out += document.lines[line];
  }
  return out;
}

Inlines inlines_of(std::string_view text) {
  Inlines out;
  const auto tree = tree_of(guarded_inlines(text));
  cmark_consolidate_text_nodes(tree.get());
  const std::unique_ptr<cmark_iter, IteratorCloser> iterator(cmark_iter_new(tree.get()));
  InlineReader reader{out};
  for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
       event = cmark_iter_next(iterator.get())) {
    auto* node = cmark_iter_get_node(iterator.get());
    if (event == CMARK_EVENT_ENTER)
      reader.enter(node);
    else
      reader.leave(node);
  }
  for (auto& bold : out.bold) bold = as_written(std::move(bold));
  out.plain = as_written(std::move(out.plain));
  return out;
}

std::string plain_line(std::string_view line) {
  if (line.find_first_of("*_`[<!\\&~") == line.npos) return std::string(line);
  // As a heading: whatever the line begins with, it opens no list and no quote.
  return inlines_of("# " + std::string(line)).plain;
}

}  // namespace cairn::markdown
