#include "lang/format_pieces.h"

#include "lang/utf8.h"

namespace cairn {

void Pieces::open() {
  open_.push_back(all_.size());
  add(Kind::open);
}

void Pieces::close() {
  open_.pop_back();
  add(Kind::close);
}

void Pieces::break_groups() {
  broken_ = true;
  for (const auto group : open_) all_[group].broken = true;
}

void Pieces::comment(const syntax::Comment& comment) {
  all_.push_back({.kind = Kind::comment, .comment = &comment});
  break_groups();
}

void Pieces::text_block(const syntax::Text& text) {
  all_.push_back({.kind = Kind::text_block, .block = &text});
  break_groups();
}

// Up to where a line could next break behind the group: what stands right after
// its end must fit as well.
bool Pieces::fits(std::size_t group, std::size_t column) const {
  int depth = 0;
  bool behind = false;
  for (auto at = group; at < all_.size() && column <= most_columns; ++at) {
    const auto& piece = all_[at];
    const bool breaks = piece.kind == Kind::line || piece.kind == Kind::soft;
    if (behind && (breaks || piece.kind == Kind::comment || piece.kind == Kind::text_block)) break;
    if (piece.kind == Kind::open) ++depth;
    if (piece.kind == Kind::close) behind = --depth <= 0 || behind;
    if (piece.kind == Kind::word) column += static_cast<std::size_t>(width_of(piece.text));
    if (piece.kind == Kind::space || piece.kind == Kind::line) ++column;
    if (piece.kind == Kind::comma_in_line && !behind) ++column;
  }
  return column <= most_columns;
}

void Pieces::write_piece(const Piece& piece, bool flat, Lines& lines) {
  switch (piece.kind) {
    case Kind::word:
      return lines.word(piece.text);
    case Kind::space:
      return lines.space();
    case Kind::line:
      return flat ? lines.space() : lines.next_line();
    case Kind::soft:
      return flat ? void() : lines.next_line();
    case Kind::comma_in_line:
      return flat ? lines.word(",") : void();
    case Kind::indent:
      lines.indent += 2;
      return;
    case Kind::outdent:
      lines.indent -= 2;
      return;
    case Kind::blank_line:
      return lines.blank_line();
    case Kind::comment:
      return piece.comment->place == syntax::Comment::Place::beside
                 ? lines.beside(*piece.comment)
                 : lines.own_comment(*piece.comment);
    case Kind::text_block:
      return lines.text_block(*piece.block);
    case Kind::open:
    case Kind::close:
      return;
  }
}

void Pieces::write(Lines& lines) const {
  std::vector<bool> flat;  // Of the groups that are open.
  for (std::size_t at = 0; at < all_.size(); ++at) {
    const auto& piece = all_[at];
    if (piece.kind == Kind::open)
      flat.push_back((!flat.empty() && flat.back()) || (!piece.broken && fits(at, lines.column())));
    else if (piece.kind == Kind::close)
      flat.pop_back();
    else
      write_piece(piece, !flat.empty() && flat.back(), lines);
  }
}

std::optional<std::string> Pieces::in_one_line() const {
  if (broken_) return std::nullopt;
  Lines lines;
  for (const auto& piece : all_) write_piece(piece, true, lines);
  auto text = lines.take();
  if (!text.empty()) text.pop_back();
  return text;
}

}  // namespace cairn
