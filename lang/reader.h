// What the files of the parser share; nothing but parse*.cpp includes it.
//
// The structure of a file (blocks, settings, comments) is read line by line in
// structure.cpp, which is what makes recovery simple: a mistake never costs
// more than its setting. What a value may be is the grammar's affair.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/blocks.h"
#include "lang/diagnostic.h"
#include "lang/syntax.h"

namespace cairn {

// Thrown inside a value after its mistake was reported, and caught by read_value.
struct Stopped {};

class Reader {
 public:
  // `text` is what is parsed; `written` is what messages show. They differ only
  // where pasted characters were replaced, and have the same length.
  Reader(std::string_view text, std::string_view written, FileId id, Diagnostics& diagnostics)
      : text_(text), written_(written), id_(id), diagnostics_(diagnostics) {}

  std::string_view text() const { return text_; }
  std::string_view text(Span at) const { return text_.substr(at.begin, at.end - at.begin); }
  std::string_view written(Span at) const { return written_.substr(at.begin, at.end - at.begin); }
  std::uint32_t size() const { return static_cast<std::uint32_t>(text_.size()); }
  Span span(std::uint32_t begin, std::uint32_t end) const { return {begin, end, id_}; }

  // The byte at `at`, or 0 at the end of the file (which holds no 0 itself).
  char peek(std::uint32_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  bool starts(std::uint32_t at, std::string_view word) const {
    return text_.substr(std::min<std::size_t>(at, text_.size())).starts_with(word);
  }
  std::uint32_t skip_blanks(std::uint32_t at) const;  // Blanks and tabs of this line.
  std::uint32_t line_begin(std::uint32_t at) const;
  std::uint32_t line_end(std::uint32_t at) const;  // Of its line break, or of the file.
  std::uint32_t word_end(std::uint32_t at) const;  // After [a-z][a-z0-9_]*; `at` if there is none.
  int column(std::uint32_t at) const { return static_cast<int>(at - line_begin(at)); }

  template <class... Args>
  Diagnostic& report(DiagnosticKind kind, Span at, const Args&... args) {
    return diagnostics_.report(kind, at, args...);
  }

  // What has been reported so far; of which kinds since then.
  std::size_t reported() const { return diagnostics_.all().size(); }
  DiagnosticKind reported_kind(std::size_t which) const { return diagnostics_.all()[which].kind; }

  // The same file, whose messages go elsewhere: for a second try.
  Reader quiet(Diagnostics& elsewhere) const { return {text_, written_, id_, elsewhere}; }

  syntax::Comment comment(std::uint32_t begin) const;  // The one whose `#` is at `begin`.

  std::uint32_t place = 0;  // Where the structure's reader stands.

 private:
  std::string_view text_;
  std::string_view written_;
  FileId id_;
  Diagnostics& diagnostics_;
};

// Whether a block of the file seems to begin at `at`: structure_lines.cpp.
bool top_block_begins(const Reader& reader, std::uint32_t at);

// --- texts: parse_text.cpp ---------------------------------------------------

// Whether a text (`"`, or `raw` and a `"`) begins at `at`.
bool text_begins(const Reader& reader, std::uint32_t at);

// Reads the text at `at` and moves behind it; mistakes inside it are reported
// and the rest is read on.
// REQUIRES: text_begins(reader, at).
syntax::Expr read_text(Reader& reader, std::uint32_t& at);

// The same without decoding or reporting.
std::uint32_t skip_text(const Reader& reader, std::uint32_t at);

// --- values: parse_value.cpp ---------------------------------------------------

struct Wanted {
  std::string_view key;  // For messages.
  std::string_view block;
  Form form = Form::expression;
  bool one_line = false;  // Settings of this block stand on one line.
};

// Reads the value at `reader.place` and moves behind it. After a mistake that was
// reported the value is Unread and the reader stands at the end of the setting.
syntax::Value read_value(Reader& reader, const Wanted& wanted);

// Where a setting whose value cannot be read probably ends.
std::uint32_t skip_value(const Reader& reader, std::uint32_t at, bool one_line);

}  // namespace cairn
