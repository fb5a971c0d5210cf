// The formatted file while it is written: where a line begins, how far it is
// indented, and what ends it. Used by the formatter alone.
#pragma once

#include <string>
#include <string_view>

#include "lang/syntax.h"

namespace cairn {

class Lines {
 public:
  std::size_t indent = 0;  // Of the next line that begins.

  // Goes on in the line, or begins the next one if this one has ended.
  void word(std::string_view text);
  void space();       // Between two words of a line; nothing at its begin.
  void next_line();   // What follows begins a line.
  void blank_line();  // So it does, with a blank line before it; not at the begin of the file,
  void open_block();  // and not behind this.

  void own_comment(const syntax::Comment& comment);  // On a line of its own.
  void beside(const syntax::Comment& comment);       // Ends the line it stands on.

  // A text between fences, whose lines and closing fence stand further right
  // than the line it opens in. Nothing can follow on its last line.
  void text_block(const syntax::Text& text);

  std::size_t column() const;  // Where the next word would begin.
  std::string take();          // All of it, with a line break at the end.

 private:
  void begin_line();

  std::string out_;
  std::size_t column_ = 0;
  std::size_t line_indent_ = 0;  // Of the line that is being written.
  bool ended_ = true;
  bool blank_ = false;
  bool space_ = false;
  bool opened_ = true;  // The line before opened a block, or there is none.
};

}  // namespace cairn
