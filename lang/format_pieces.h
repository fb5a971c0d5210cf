// A value on its way to lines: its words, and the places where a line may break.
// Used by the formatter alone.
//
// Pieces stand in groups. A group is written in one line if it fits there;
// else all its breaks become line breaks, and the groups inside try again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/format_lines.h"

namespace cairn {

class Pieces {
 public:
  void word(std::string text) { add(Kind::word, std::move(text)); }
  void space() { add(Kind::space); }
  void line() { add(Kind::line); }  // A blank, or a line break.
  void soft() { add(Kind::soft); }  // Nothing, or a line break.
  void comma_in_line() { add(Kind::comma_in_line); }
  void indent() { add(Kind::indent); }
  void outdent() { add(Kind::outdent); }
  void open();
  void close();

  // What cannot stand in one line breaks every group around it.
  void break_groups();
  void blank_line() { add(Kind::blank_line); }
  void comment(const syntax::Comment& comment);
  void text_block(const syntax::Text& text);

  void write(Lines& lines) const;
  std::optional<std::string> in_one_line() const;  // Nothing where that cannot be.

 private:
  enum class Kind {
    word,
    space,
    line,
    soft,
    comma_in_line,
    indent,
    outdent,
    open,
    close,
    blank_line,
    comment,
    text_block,
  };
  struct Piece {
    Kind kind;
    std::string text = {};
    bool broken = false;                       // Of `open`.
    const syntax::Comment* comment = nullptr;  // Borrowed from the tree.
    const syntax::Text* block = nullptr;
  };
  void add(Kind kind, std::string text = {}) { all_.push_back({kind, std::move(text)}); }
  bool fits(std::size_t group, std::size_t column) const;
  static void write_piece(const Piece& piece, bool flat, Lines& lines);

  std::vector<Piece> all_;
  std::vector<std::size_t> open_;
  bool broken_ = false;
};

// Columns of a line.
inline constexpr std::size_t most_columns = 100;

}  // namespace cairn
