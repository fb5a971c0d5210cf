// A checked expression: names looked up, functions found, defines inlined.
//
// It is data: no pointers, natives by name and version, so that a plan can be
// written, read back, hashed and shown. What runs is made of it by prepare().
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "lang/source.h"
#include "lang/type.h"
#include "lang/value.h"

namespace cairn {

// What an expression can see besides its own variables (language.md, "Scope").
enum class ScopeName {
  item,
  answer,
  answers,
  prompt,
  reply,
  verdict,
  reason,
  exit_code,
  stdout_text,
  stderr_text,
  time,
  timed_out,
  reward,
  similarity,
  ratings,
  question,
  how_to_answer,
  compare_with,
};
std::string_view to_string(ScopeName name);  // As the language spells it: "stdout".

struct Constant {
  Value value;
};
struct InScope {
  ScopeName name = ScopeName::item;
};
// A variable of a loop, of `for each`, or what a tool or a define takes. Slots
// are unique within one check, so that nothing is captured by accident.
struct Local {
  int slot = 0;
  std::string name;
};
struct FieldOf {  // operands: [record]
  std::string name;
};
struct MakeList {};  // operands: the elements
struct Call {        // operands: the arguments; optional ones that were left out are absent
  std::string native;
  int version = 1;
};
struct Arithmetic {  // operands: [left, right]
  char op = '+';     // + - * /
};
struct Negate {};    // operands: [number]
struct Comparison {  // operands: [left, right]
  enum class Op { is, less, at_most, more, at_least };
  Op op = Op::is;
  bool negated = false;  // `is not`
  bool ignoring_case = false;
};
struct OneOf {  // operands: [value, list]
  bool negated = false;
  bool ignoring_case = false;
};
struct StateTest {  // operands: [value]
  enum class State { empty, present, missing };
  State state = State::empty;
  bool negated = false;
};
struct TextTest {      // operands: [text or list, needle or list of needles]
  std::string native;  // contains, mentions, matches, starts_with, ends_with
  int version = 1;
  enum class Many { one, any, all, none };
  Many many = Many::one;
  bool negated = false;
  bool ignoring_case = false;
};
struct And {};  // operands: two or more; stops as soon as it is decided
struct Or {};
struct Not {};
struct Loop {  // operands: [list, where if has_where, body if has_body]
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
  double limit = 0;  // Of at least, at most, exactly.
  bool limit_is_share = false;
  Local variable;
  bool has_where = false;
  bool has_body = true;
};
// A define, inlined: binds what it takes, then its value. Explanations show it
// as the call that was written and do not look inside.
struct Inlined {  // operands: [argument…, body]
  std::string define;
  std::vector<Local> parameters;
};
// A metric in `report:`, `goal:`, `trust when:`; only there (language.md 6).
struct MetricRef {    // operands: [slice condition] for score[item.cuisine is "thai"]
  std::string text;   // As written: "score[thai].low".
  std::string name;   // "score", "pass@5", a check, an area, "agreement", …
  int samples = 0;    // K of pass@K and pass^K.
  std::string part;   // "low", "high", "median", "f1", "consistency", …; may be empty.
  std::string half;   // After a part: "low" or "high" of it (layout.agreement.low).
  std::string slice;  // The name of a slice block, or empty.
};

struct Expr {
  Span at;    // What was written; of an inlined define's inside, in its own file.
  Type type;  // For the checker and editors; not part of the plan.
  std::variant<Constant, InScope, Local, FieldOf, MakeList, Call, Arithmetic, Negate, Comparison,
               OneOf, StateTest, TextTest, And, Or, Not, Loop, Inlined, MetricRef>
      node;
  std::vector<Expr> operands;
};

// An expression that is explained when it fails: with the text as written.
// `expr`'s spans minus `starts_at` are positions in `source`.
struct Explained {
  Expr expr;
  std::string source;
  std::uint32_t starts_at = 0;
};

// A text with placeholders. The parts alternate as they stand.
struct Template {
  std::vector<std::variant<std::string, Expr>> parts;
};

}  // namespace cairn
