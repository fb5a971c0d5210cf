#include "lang/structure.h"

#include <charconv>

namespace cairn {

using enum DiagnosticKind;

void Structure::read() {
  while (true) {
    auto trivia = read_trivia();
    if (reader_.place >= reader_.size()) {
      file_.last = std::move(trivia.before);
      return;
    }
    const auto before = reader_.place;
    unwind_to_ = nowhere;
    read_top(std::move(trivia));
    if (reader_.place == before) skip_line();  // Always move on, so that this loop ends.
  }
}

void Structure::read_top(syntax::Trivia trivia) {
  const auto shape = shape_at(reader_.place);
  const auto word =
      reader_.text().substr(reader_.place, reader_.word_end(reader_.place) - reader_.place);
  if (word == "cairn" && shape.kind == Shape::Kind::nothing) {
    read_edition(std::move(trivia));
  } else if (shape.kind == Shape::Kind::block ||
             (shape.kind == Shape::Kind::nothing && top_block_begins(reader_, reader_.place))) {
    read_top_block(std::move(trivia));
  } else {
    report_top_line();
  }
}

void Structure::read_edition(syntax::Trivia trivia) {
  const auto begin = reader_.place;
  const auto digits = reader_.skip_blanks(begin + 5);
  auto end = digits;
  while (!line_ends(end) && reader_.peek(end) != ' ') ++end;
  const auto written = reader_.text().substr(digits, end - digits);
  int edition = 0;
  const auto read = std::from_chars(written.data(), written.data() + written.size(), edition);
  const bool known = read.ec == std::errc() && written == "1";
  reader_.place = end;
  const Span at = reader_.span(begin, end);
  if (file_.edition) {
    reader_.report(edition_twice, at)
        .with_other(file_.edition_at, "written here first")
        .with_help("take one of the two lines out");
    return skip_line();
  }
  if (!file_.blocks.empty())
    reader_.report(edition_late, at).with_help("move this line to the top of the file");
  else if (written.empty())
    reader_.report(bad_header, at, "the edition has a number")
        .with_help("write `cairn 1`")
        .with_fix({"write `cairn 1`", {{at, "cairn 1"}}, true});
  else if (!known)
    reader_.report(unknown_edition, at, written)
        .with_help("this tool knows edition 1: write `cairn 1`")
        .with_fix({"write `cairn 1`", {{at, "cairn 1"}}});
  file_.edition = known ? edition : 1;
  file_.edition_at = at;
  file_.edition_trivia = std::move(trivia);
  file_.edition_trivia.beside = read_beside();
  if (!line_ends(reader_.skip_blanks(reader_.place))) report_top_line();
}

void Structure::read_top_block(syntax::Trivia trivia) {
  told_top_setting_ = false;
  brace_missing_.reset();
  auto header = read_header(nullptr);
  if (!header) {
    file_.incomplete = true;
    return skip_block();
  }
  auto& block = header->block;
  block.trivia = std::move(trivia);
  Open open{.block = &block, .info = header->info};
  const bool lost_example =
      block.keyword.id == "example" && header->place == Header::Place::nowhere;
  open.data = block.keyword.id == "item" || lost_example;
  open.column = reader_.column(block.at.begin);
  if (block.braces)
    read_body(open);
  else
    finish_entry(open, block.trivia.beside);
  if (header->place != Header::Place::nowhere) file_.blocks.push_back(std::move(block));
}

void Structure::read_body(Open& open) {
  auto& block = *open.block;
  const auto after = reader_.skip_blanks(reader_.place);
  block.one_line = !line_ends(after);
  if (!block.one_line)
    block.trivia.beside = read_beside();
  else if (!open.data && !open.expressions && reader_.peek(after) != '}')
    report_lines(open, after);
  while (read_entry(open)) {
  }
}

bool Structure::read_entry(Open& open) {
  auto& block = *open.block;
  const auto before = reader_.place;
  syntax::Trivia trivia;
  if (block.one_line && line_ends(reader_.skip_blanks(reader_.place))) {
    block.one_line = false;
    const auto end_of_line = reader_.place;
    read_trivia();
    if (was_never_closed(open)) return false;
    reader_.place = end_of_line;
    report_lines(open, block.open.end);
  }
  if (block.one_line)
    reader_.place = reader_.skip_blanks(reader_.place);
  else
    trivia = read_trivia();
  if (unwind_to_ >= open.depth && was_never_closed(open)) {
    reader_.place = before;  // The comments above belong to what comes next.
    return false;
  }
  if (unwind_to_ < open.depth) return false;
  const auto begin = reader_.place;
  const auto shape = shape_at(begin);
  if (shape.kind == Shape::Kind::close) {
    close(open, std::move(trivia));
    return false;
  }
  if (shape.kind == Shape::Kind::block)
    read_nested(open, std::move(trivia));
  else if (shape.kind == Shape::Kind::nothing)
    report_entry(open, shape);
  else
    read_setting(open, shape, std::move(trivia));
  if (unwind_to_ < open.depth) return false;
  unwind_to_ = nowhere;
  if (reader_.place == begin) skip_line();
  return true;
}

void Structure::close(Open& open, syntax::Trivia trivia) {
  auto& block = *open.block;
  block.last = std::move(trivia.before);
  block.close = reader_.span(reader_.place, reader_.place + 1);
  block.at.end = block.close.end;
  ++reader_.place;
  if (open.parent != nullptr && open.parent->block->one_line) return;
  finish_entry(open, block.one_line ? block.trivia.beside : block.beside_close);
}

void Structure::read_nested(Open& open, syntax::Trivia trivia) {
  constexpr int most_nested = 64;
  auto header = read_header(&open);
  if (!header) return skip_block();
  auto& block = header->block;
  if (open.depth >= most_nested) {
    reader_.report(nested_too_deep, block.keyword.at, most_nested)
        .with_help("keep such data in a file: `items` reads JSON");
    if (block.braces) reader_.place = block.open.begin;
    return skip_block();
  }
  block.trivia = std::move(trivia);
  Open inner{.block = &block, .info = header->info, .parent = &open, .depth = open.depth + 1};
  inner.column = reader_.column(block.at.begin);
  if (examples_ == Examples::passed_over && block.keyword.id == "example" && block.braces) {
    reader_.place = block.open.begin;
    return skip_block();
  }
  const auto& outer = open.block->keyword.id;
  const bool example = !open.data && block.keyword.id == "example";
  inner.expressions = example && (outer == "define" || outer == "native");
  inner.data = open.data || block.keyword.id == "item" || (example && !inner.expressions);
  if (open.data) accept_once(open, block.keyword.id, block.keyword.at, block.name.has_value());
  if (block.braces) read_body(inner);
  if (header->place == Header::Place::here)
    open.block->entries.emplace_back(std::move(block));
  else if (header->place == Header::Place::top)
    file_.blocks.push_back(std::move(block));  // Reported; read as if it stood outside.
}

}  // namespace cairn
