// Where reading goes on after a value that could not be read.
#include "lang/names.h"
#include "lang/pending.h"

namespace cairn {

bool key_begins(const Reader& reader, std::uint32_t at) {
  const auto begin = at;
  while (is_loose(reader.peek(at)) || (reader.peek(at) == ' ' && at > begin)) ++at;
  return at > begin && reader.peek(at) == ':';
}

namespace {

// Where a bracket that is open at the end of a line was probably forgotten.
bool continues(const Reader& reader, std::uint32_t next_line) {
  const auto at = reader.skip_blanks(next_line);
  if (at >= reader.size() || reader.peek(at) == '}') return false;
  return !key_begins(reader, at) && !(at == next_line && top_block_begins(reader, at));
}

bool joins(const Reader& reader, std::uint32_t next_line) {
  const auto at = reader.skip_blanks(next_line);
  const auto word = reader.text(reader.span(at, reader.word_end(at)));
  return (word == "and" || word == "or") && reader.peek(reader.skip_blanks(at + 3)) != ':';
}

}  // namespace

std::uint32_t skip_value(const Reader& reader, std::uint32_t at, bool one_line) {
  int depth = 0;
  const auto begin = at;
  while (at < reader.size()) {
    const char byte = reader.peek(at);
    if (byte == '"') {
      at = std::max(skip_text(reader, at), at + 1);
      continue;
    }
    if (byte == '#') {
      at = reader.line_end(at);
      continue;
    }
    if (byte == '\n' && !(depth > 0 && continues(reader, at + 1)) && !joins(reader, at + 1))
      return at;
    if (one_line && depth <= 0 && byte == '}') return at;
    if (one_line && depth <= 0 && at > begin && reader.peek(at - 1) == ' ' &&
        key_begins(reader, at) && is_loose(byte))
      return at;
    depth += byte == '(' || byte == '[' ? 1 : byte == ')' || byte == ']' ? -1 : 0;
    ++at;
  }
  return at;
}

}  // namespace cairn
