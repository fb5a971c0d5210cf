// Blanks and comments between entries, and what a line looks like.
#include "lang/names.h"
#include "lang/structure.h"

namespace cairn {
namespace {

bool blank_line_above(const Reader& reader, std::uint32_t at) {
  const auto line = reader.line_begin(at);
  if (line == 0) return false;
  return reader.skip_blanks(reader.line_begin(line - 1)) == line - 1;
}

// Words up to what no word holds; several are the words of one key.
std::uint32_t scan_words(const Reader& reader, std::uint32_t at, std::vector<Span>& words) {
  auto end = at;
  while (is_loose(reader.peek(at)) && reader.peek(at) != '-' && reader.peek(at) != '\'') {
    const auto begin = at;
    while (is_loose(reader.peek(at))) ++at;
    words.push_back(reader.span(begin, at));
    end = at;
    at = reader.skip_blanks(at);
  }
  return end;
}

}  // namespace

bool top_block_begins(const Reader& reader, std::uint32_t at) {
  const auto end = reader.word_end(at);
  const auto* info = find_block(reader.text().substr(at, end - at));
  if (info == nullptr || !info->top_level) return false;
  const auto after = reader.skip_blanks(end);
  return after > end && reader.peek(after) != ':';
}

bool Structure::line_ends(std::uint32_t at) const {
  const char byte = reader_.peek(at);
  return byte == '\n' || byte == '#' || at >= reader_.size();
}

syntax::Trivia Structure::read_trivia() {
  syntax::Trivia trivia;
  while (true) {
    reader_.place = reader_.skip_blanks(reader_.place);
    if (reader_.peek(reader_.place) == '\n') {
      ++reader_.place;
    } else if (reader_.peek(reader_.place) == '#') {
      auto comment = reader_.comment(reader_.place);
      comment.blank_line_before = blank_line_above(reader_, reader_.place);
      trivia.before.push_back(std::move(comment));
      reader_.place = reader_.line_end(reader_.place);
    } else {
      trivia.blank_line_before = blank_line_above(reader_, reader_.place);
      return trivia;
    }
  }
}

std::optional<syntax::Comment> Structure::read_beside() {
  const auto at = reader_.skip_blanks(reader_.place);
  if (reader_.peek(at) != '#') return std::nullopt;
  auto comment = reader_.comment(at);
  comment.place = syntax::Comment::Place::beside;
  reader_.place = reader_.line_end(at);
  return comment;
}

EntryShape Structure::shape_at(std::uint32_t at) const {
  using Kind = Shape::Kind;
  Shape shape{.end = at};
  if (reader_.peek(at) == '}') return {.kind = Kind::close, .end = at};
  if (reader_.peek(at) == '"') {
    shape.end = skip_text(reader_, at);
    shape.words.push_back(reader_.span(at, shape.end));
    if (reader_.peek(reader_.skip_blanks(shape.end)) == ':') shape.kind = Kind::setting;
    return shape;
  }
  shape.end = scan_words(reader_, at, shape.words);
  if (shape.words.empty()) return shape;
  auto after = reader_.skip_blanks(shape.end);
  const auto first = shape.words.front();
  const auto* info = find_block(reader_.text().substr(first.begin, first.end - first.begin));
  if (reader_.peek(after) == ':') {
    shape.kind = Kind::setting;
  } else if (reader_.peek(after) == '{' && reader_.peek(after + 1) != '{') {
    shape.kind = Kind::block;
  } else if (text_begins(reader_, after)) {
    after = reader_.skip_blanks(skip_text(reader_, after));
    if (reader_.peek(after) == ':')
      shape.kind = Kind::argument;
    else if (reader_.peek(after) == '{' || info != nullptr)
      shape.kind = Kind::block;
  } else if (info != nullptr && (line_ends(after) || reader_.peek(after) == '.')) {
    shape.kind = Kind::block;
  }
  return shape;
}

void Structure::skip_line() {
  reader_.place = reader_.line_end(skip_value(reader_, reader_.place, false));
}

void Structure::skip_deeper(int column) {
  while (true) {
    auto next = reader_.line_end(reader_.place);
    while (reader_.peek(next) == '\n' || reader_.peek(next) == ' ' || reader_.peek(next) == '\t')
      ++next;
    if (next >= reader_.size() || reader_.peek(next) == '}' || reader_.column(next) <= column)
      return;
    reader_.place = reader_.line_end(next);
  }
}

// Behind the bracket that closes the next one; not into a block at column 1.
void Structure::skip_block() {
  int depth = 0;
  while (reader_.place < reader_.size()) {
    const char byte = reader_.peek(reader_.place);
    if (byte == '#') {
      reader_.place = reader_.line_end(reader_.place);
    } else if (byte == '"') {
      reader_.place = skip_text(reader_, reader_.place);
    } else if (byte == '\n' && (depth == 0 || top_block_begins(reader_, reader_.place + 1))) {
      return;
    } else {
      depth += byte == '{' ? 1 : byte == '}' ? -1 : 0;
      ++reader_.place;
      if (byte == '}' && depth <= 0) return;
    }
  }
}

}  // namespace cairn
