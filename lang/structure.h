// The structure of a file: blocks, settings, comments, line by line.
//
// Every mistake costs no more than its setting: reading goes on at the next
// line. Used by the parser alone.
#pragma once

#include <map>

#include "lang/parse.h"
#include "lang/reader.h"

namespace cairn {

// What the text at the begin of an entry looks like.
struct EntryShape {
  enum class Kind {
    setting,   // words and `:`; also "quoted key":
    argument,  // word, a text and `:` (file "answer.cpp": …)
    block,     // word, perhaps a name and a title, and `{` (or what needs no braces)
    close,     // `}`
    nothing,
  };
  Kind kind = Kind::nothing;
  std::vector<Span> words;  // Before the `:`, the text or the `{`.
  std::uint32_t end = 0;    // Of these words.
};

class Structure {
 public:
  Structure(Reader& reader, syntax::File& file, Examples examples)
      : reader_(reader), file_(file), examples_(examples) {}
  void read();

 private:
  // A block whose settings are being read.
  struct Open {
    syntax::Block* block = nullptr;
    const BlockInfo* info = nullptr;  // Null for a record.
    const Open* parent = nullptr;
    bool data = false;         // Its values are data, its keys and records the user's.
    bool expressions = false;  // The example of a define: `value` and `expect`.
    int column = 0;            // Where its header's line begins.
    int depth = 1;
    bool told_lines = false;  // That each setting has its own line.
    bool told_json = false;   // That a setting has no quotes around its name.
    struct Seen {
      Span at;
      bool named = false;  // A record with a name: more of them make a list.
    };
    std::map<std::string, Seen, std::less<>> seen;
  };
  struct Header {
    syntax::Block block;
    const BlockInfo* info = nullptr;
    enum class Place { here, top, nowhere } place = Place::here;
    bool lost = false;  // Its line cannot be read on; this has been reported.
    bool told = false;  // What stands before its `{` is wrong; this has been reported.
  };
  using Shape = EntryShape;

  // structure.cpp: the file and its blocks.
  void read_top(syntax::Trivia trivia);
  void read_edition(syntax::Trivia trivia);
  void read_top_block(syntax::Trivia trivia);
  void read_body(Open& open);
  bool read_entry(Open& open);  // False when the block has ended.
  void read_nested(Open& open, syntax::Trivia trivia);
  void close(Open& open, syntax::Trivia trivia);

  // structure_setting.cpp: settings.
  void read_setting(Open& open, const Shape& shape, syntax::Trivia trivia);
  bool accept_key(Open& open, syntax::Setting& setting);
  bool accept_data_key(Open& open, syntax::Setting& setting);
  bool accept_once(Open& open, const std::string& key, Span at, bool named);
  Wanted wanted_of(const Open& open, std::string_view key) const;
  void finish_entry(Open& open, std::optional<syntax::Comment>& beside);

  // structure_header.cpp: keyword, name, title, `{`.
  std::optional<Header> read_header(const Open* parent);
  const BlockInfo* read_keyword(Header& header, const Open* parent);
  void read_name(Header& header);
  void read_title(Header& header);
  void read_use(Header& header);
  void read_open_brace(Header& header);
  bool forgot_colon(const Open* parent);

  // structure_lines.cpp: blanks, comments, and what a line looks like.
  syntax::Trivia read_trivia();
  std::optional<syntax::Comment> read_beside();
  Shape shape_at(std::uint32_t at) const;
  bool line_ends(std::uint32_t at) const;  // At a comment too.
  void skip_line();
  void skip_deeper(int column);  // The lines below that are indented more than this.
  void skip_block();

  // structure_mistakes.cpp: what to say when the structure is wrong.
  bool was_never_closed(const Open& open);
  bool ended_by_indentation(const Open& open, int column);
  void report_never_closed(const Open& open, Span seen, std::string label, int unwind_to);
  void report_top_line();
  void report_entry(Open& open, const Shape& shape);
  std::string_view report_unknown_key(const Open& open, const syntax::Name& key);
  void report_missing_value(const syntax::Name& key);
  bool report_broken_line(const syntax::Setting& setting);
  void report_place(Header& header, const Open* parent);
  void report_lines(Open& open, std::uint32_t at);
  void report_missing_colon(const Open& open, Span key);
  bool report_unquoted_argument(const Open& open, const Shape& shape);
  void report_block_line();
  bool report_habit(std::uint32_t at);  // Markdown, YAML, other comments.

  // structure_names.cpp: words that cannot stand where they are.
  std::string_view report_unknown_block(const syntax::Name& keyword, const Open* parent);
  void report_bad_name(syntax::Name& name);
  void report_no_name(Header& header);
  bool report_name_after_title(Header& header);
  void report_words_in_name(Header& header);
  std::uint32_t report_no_brace(Header& header, std::uint32_t at);  // Where the `{` is, if any.
  void report_before_brace(Header& header, std::uint32_t at, std::uint32_t open);
  bool report_other_bracket(Header& header, std::uint32_t at);

  Reader& reader_;
  syntax::File& file_;
  Examples examples_;
  static constexpr int nowhere = 1 << 20;
  int unwind_to_ = nowhere;            // Blocks deeper than this have ended unclosed.
  std::optional<bool> brace_missing_;  // In the block of the file that is being read.
  bool told_top_setting_ = false;  // A setting outside a block: what follows is the same mistake.
  bool told_fence_ = false;        // ``` of a document around the file.
};

}  // namespace cairn
