// The value that is being built while the grammar matches it.
//
// Finished parts wait on a stack; a rule that is complete takes those above its
// mark and leaves one. Used by the parser alone; knows nothing of PEGTL.
#pragma once

#include <span>
#include <vector>

#include "lang/reader.h"

namespace cairn {

// Where a line may break: nowhere, between the elements of [ ], inside ( ).
enum class Breaks { line, elements, free };

// What a rule leaves on the stack of what it found.
enum class Built {
  word,
  pass_at,
  list,
  paren,
  call,
  field,
  pick,
  negate,
  not_,
  and_,
  or_,
};

// What the grammar needed where it stopped, for the message.
enum class Expected {
  operand,  // of an operator
  list_of_loop,
  loop_colon,
  loop_body,
  field,
  verb,         // after `does not`
  close_paren,  // of ( )
  close_call,
  close_list,
  close_pick,
  amount,
  file_path,
  value,  // the value itself
};

struct Pending {
  struct Node {
    syntax::Expr expr;
    int height = 1;
  };

  Pending(Reader& from, const Wanted& what) : reader(from), wanted(what), begin(from.place) {}

  Reader& reader;
  const Wanted& wanted;
  std::uint32_t begin = 0;  // Of the value.
  std::vector<Node> nodes;
  std::vector<syntax::Compare> compares;
  std::vector<syntax::Loop> loops;
  std::vector<syntax::Comment> comments;
  Breaks breaks = Breaks::line;
  int depth = 0;
  std::uint32_t last_open = 0;  // The bracket that must be closed next.

  void cut_back(std::size_t first) { nodes.resize(first); }
  void push(syntax::Expr expr) { nodes.push_back({std::move(expr), 1}); }

  // The nodes from `first` on become one of this kind.
  void build(Built kind, Span at, std::size_t first);
  void build_binary(char op, Span op_at);
  void build_compare(std::size_t first, std::uint32_t end);
  void build_loop(Span at, std::size_t first);

  // Blanks from `at`; inside ( ) line breaks and comments too.
  std::uint32_t skip(std::uint32_t at, Breaks how);

  // One level of nesting more; reports and throws when there are too many.
  void deeper(std::uint32_t at);

  // Reports why the grammar cannot go on at `at`, and throws Stopped.
  [[noreturn]] void stop(std::uint32_t at, Expected expected);

  // An operator written by habit: reported, and read as what is meant.
  void wrong_operator(Span at, std::string_view meant);

 private:
  std::uint32_t wrong_until = 0;

  void put(Span at, std::size_t first, std::size_t operands_from,
           decltype(syntax::Expr::node) node);
  void keep_comment(std::uint32_t begin);
};

// Numbers at `at`, with a share's `%` or a unit; false if there is no number.
// parse_number.cpp
struct NumberRules {
  bool sign = false;
  bool units = false;
};
bool read_number(Pending& pending, std::uint32_t& at, NumberRules rules);
bool skip_number(const Reader& reader, std::uint32_t& at, NumberRules rules);

// Whether `key:` stands at `at`, or words and `:`. parse_recovery.cpp
bool key_begins(const Reader& reader, std::uint32_t at);

// Reports a word or a sign of another language at `at`, with what it is here; false
// if it is none: parse_phrases.cpp
bool report_phrase(Pending& pending, std::uint32_t at);

// Reports what stands behind a finished value and cannot: parse_mistakes.cpp
void check_rest_of_line(Pending& pending);

// Puts comments where they belong and marks what was broken over lines.
// parse_layout.cpp
void settle_layout(const Reader& reader, syntax::Expr& expr,
                   const std::vector<syntax::Comment>& comments);

// Reports what parses but can be read in two ways: parse_readings.cpp
void check_readings(Reader& reader, const syntax::Expr& expr);

}  // namespace cairn
