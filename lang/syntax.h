// What was written: the tree of one `.eval` file, before any name is looked up.
//
// It keeps everything the formatter needs (comments, blank lines, how a text
// was quoted) and every span a message could point at.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lang/source.h"

namespace cairn::syntax {

// A comment without its `#` and trailing blanks. Those that stand on lines of their own
// belong to what follows them; one at the end of a line to what stands on it.
struct Comment {
  enum class Place { before, beside, last };  // `last`: before a closing bracket.
  Span at;
  std::string text;
  bool blank_line_before = false;
  Place place = Place::before;  // Used inside values only.
};

struct Trivia {
  std::vector<Comment> before;
  std::optional<Comment> beside;
  bool blank_line_before = false;
};

struct Name {
  Span at;
  std::string id;
};

// --- expressions ----------------------------------------------------------

// `value` is decoded: escapes resolved, a block's shared blanks gone.
struct Text {
  enum class Form { quoted, block };
  std::string value;
  Form form = Form::quoted;
  bool raw = false;
  int fence = 3;  // Quotes of a block's fence.
  // For spans inside: where each run of unchanged bytes of `value` stands in the
  // file, by its offset in `value`, ascending. In a quoted text each run but the
  // last ends with one escape, which is how the formatter knows what was escaped.
  struct Run {
    std::uint32_t in_value;
    std::uint32_t in_file;
  };
  std::vector<Run> runs;
};
struct Number {
  double value = 0;
  std::string written;
};
struct Share {  // 80% is 0.8.
  double value = 0;
  std::string written;
};
struct Quantity {  // "20 seconds", "512 MB", "2.50 USD": `value` as written, not in the base unit.
  double value = 0;
  std::string written;
  Name unit;
};
// A name, yes, no, a label: what it is, the checker knows. A label of two words
// and what a native gives hold blanks: "not applicable", "list of text".
struct Word {
  std::string id;
};
struct PassAt {  // pass@5, pass^5.
  char sign = '@';
  int samples = 1;
};
struct ListOf {};  // operands: the elements.
struct Paren {};   // operands: [inner].
struct Call {      // operands: the arguments.
  Name function;
};
struct FieldOf {  // operands: [record].
  Name field;
  bool quoted = false;
};
struct Pick {};    // score[thai]; operands: [of, which].
struct Negate {};  // operands: [number].
struct Binary {    // operands: [left, right].
  char op = '+';   // + - * /
  Span op_at;
};
struct Compare {  // operands: [left, right]; of a state only [left].
  enum class Op {
    is,
    one_of,
    empty,
    present,
    missing,
    less,
    at_most,
    more,
    at_least,
    contains,
    mentions,
    matches,
    starts_with,
    ends_with
  };
  enum class Many { one, any, all, none };
  Op op = Op::is;
  bool negated = false;  // `is not`, `does not contain`.
  Many many = Many::one;
  bool ignoring_case = false;
  Span op_at;
};
struct And {};  // operands: two or more; the words between them are not kept.
struct Or {};   // operands: two or more.
struct Not {};  // operands: [condition].
struct Loop {   // operands: [list, where or nothing, body or nothing], see `has_…`.
  enum class Kind {
    every,
    some,
    no,
    at_least,
    at_most,
    exactly,
    share,
    count,
    sum,
    average,
    largest,
    smallest,
    list
  };
  Kind kind = Kind::every;
  std::string limit;  // Of at least, at most, exactly: "90%" or "2", as written.
  Name variable;
  bool has_where = false;
  bool has_body = true;
};

struct Expr {
  Span at;
  std::variant<Text, Number, Share, Quantity, Word, PassAt, ListOf, Paren, Call, FieldOf, Pick,
               Negate, Binary, Compare, And, Or, Not, Loop>
      node;
  std::vector<Expr> operands;
  std::vector<Comment> comments;   // Inside a value that stands on several lines.
  bool own_lines = false;          // It was broken over lines between its operands.
  bool blank_line_before = false;  // Of an element of a list on several lines.
};

// --- the five small forms of values, and data -------------------------------

struct ForEach {  // NAME in LIST
  Name variable;
  Expr list;
};
struct AtLeast {  // at least AMOUNT (a Number or a Share)
  Expr amount;
};
struct Range {  // N to M
  Expr low, high;
};
struct Parameter {  // TYPE NAME; `optional` only in the library's natives.
  Span at;
  Span type_at;
  std::string type;  // "list of text"
  Name name;
  bool optional = false;
  std::vector<Comment> comments;
};
struct Parameters {
  std::vector<Parameter> all;
  bool own_lines = false;
  std::vector<Comment> last;
};
struct Verdict {  // LABEL or text, and in a scored list its SHARE.
  Span at;
  std::string label;
  bool quoted = false;
  std::optional<Share> share;
  Span share_at;
  std::vector<Comment> comments;
};
struct Verdicts {
  std::vector<Verdict> all;
  bool own_lines = false;
  std::vector<Comment> last;
};
// Data of items and examples: Text, Number (also negative), Share, Word (with
// blanks in it: "not applicable"), ListOf, Call (only `file` and `media`).
struct Data {
  Expr value;
};

// The value could not be read and the mistake has been reported: the setting is
// there, so nobody needs to say that it is missing.
struct Unread {};

using Value = std::variant<Expr, ForEach, AtLeast, Range, Parameters, Verdicts, Data, Unread>;

// --- blocks -----------------------------------------------------------------

struct Setting {
  Span at;
  Name key;                      // "must pass"; in data any name.
  bool key_quoted = false;       // In data: "Recipe Name": …
  std::optional<Expr> argument;  // Of `file "answer.cpp": …` the Text.
  Value value;
  Span value_at;
  Trivia trivia;
};

struct Block;
using Entry = std::variant<Setting, Block>;

// A block, a record of data, `cairn 1`, `use "…" as x`.
struct Block {
  Span at;  // From the keyword to the closing brace.
  Name keyword;
  std::optional<Name> name;   // "grader"; `x.no_legal_advice` keeps its dot.
  std::optional<Expr> title;  // A Text. Of `use`: the path.
  std::optional<Name> alias;  // Of `use … as x`.
  bool braces = false;        // `{ … }` was written.
  bool one_line = false;
  Span open, close;  // The braces.
  std::vector<Entry> entries;
  Trivia trivia;              // `beside`: after the `{`, or after all of a one-line block.
  std::vector<Comment> last;  // Comments after the last entry, before `}`.
  std::optional<Comment> beside_close;  // After the `}`.
};

struct File {
  FileId id = 0;
  std::optional<int> edition;  // Of `cairn N`, if it was written.
  Span edition_at;
  Trivia edition_trivia;
  std::vector<Block> blocks;  // Without `cairn N`; `use` among them.
  std::vector<Comment> last;  // Comments after the last block.
  // A mistake hid a block or a setting (it has been reported): a name that
  // cannot be found may stand there.
  bool incomplete = false;
};

}  // namespace cairn::syntax
