// The words of operators and loops.
#include "lang/format_value.h"

namespace cairn {

using syntax::Compare;
using syntax::Loop;

namespace {

std::string_view verb_of(const Compare& compare) {
  const bool no = compare.negated;
  switch (compare.op) {
    case Compare::Op::is:
      return no ? "is not" : "is";
    case Compare::Op::one_of:
      return no ? "is not one of" : "is one of";
    case Compare::Op::empty:
      return no ? "is not empty" : "is empty";
    case Compare::Op::present:
      return no ? "is not present" : "is present";
    case Compare::Op::missing:
      return no ? "is not missing" : "is missing";
    case Compare::Op::less:
      return "<";
    case Compare::Op::at_most:
      return "<=";
    case Compare::Op::more:
      return ">";
    case Compare::Op::at_least:
      return ">=";
    case Compare::Op::contains:
      return no ? "does not contain" : "contains";
    case Compare::Op::mentions:
      return no ? "does not mention" : "mentions";
    case Compare::Op::matches:
      return no ? "does not match" : "matches";
    case Compare::Op::starts_with:
      return no ? "does not start with" : "starts with";
    case Compare::Op::ends_with:
      return no ? "does not end with" : "ends with";
  }
  return {};
}

std::string_view many_of(const Compare& compare) {
  switch (compare.many) {
    case Compare::Many::one:
      return "";
    case Compare::Many::any:
      return " any of";
    case Compare::Many::all:
      return " all of";
    case Compare::Many::none:
      return " none of";
  }
  return {};
}

}  // namespace

std::string words_of(const Compare& compare) {
  return std::string(verb_of(compare)) + std::string(many_of(compare));
}

std::string words_of(const Loop& loop) {
  switch (loop.kind) {
    case Loop::Kind::every:
      return "every";
    case Loop::Kind::some:
      return "some";
    case Loop::Kind::no:
      return "no";
    case Loop::Kind::at_least:
      return "at least " + loop.limit + " of";
    case Loop::Kind::at_most:
      return "at most " + loop.limit + " of";
    case Loop::Kind::exactly:
      return "exactly " + loop.limit + " of";
    case Loop::Kind::share:
      return "share of";
    case Loop::Kind::count:
      return "count of";
    case Loop::Kind::sum:
      return "sum of";
    case Loop::Kind::average:
      return "average of";
    case Loop::Kind::largest:
      return "largest of";
    case Loop::Kind::smallest:
      return "smallest of";
    case Loop::Kind::list:
      return "list of";
  }
  return {};
}

}  // namespace cairn
