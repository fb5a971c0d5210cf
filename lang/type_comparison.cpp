// The types of comparisons: of order, of equality, of what is there.
#include <fmt/format.h>

#include <algorithm>

#include "lang/check_call.h"
#include "lang/check_context.h"
#include "lang/typer.h"

namespace cairn {
namespace {

using Kind = Type::Kind;
using Op = syntax::Compare::Op;

}  // namespace

Expr Typer::type_compare(const syntax::Expr& e, const syntax::Compare& compare) {
  switch (compare.op) {
    case Op::empty:
    case Op::present:
    case Op::missing:
      return type_state(e, compare);
    case Op::less:
    case Op::at_most:
    case Op::more:
    case Op::at_least:
      return type_order(e, compare);
    case Op::is:
    case Op::one_of:
      return type_equality(e, compare);
    default:
      return check_text_test(context_, env_, e, compare,
                             [&](const syntax::Expr& inner) { return type(inner); });
  }
}

Expr Typer::type_state(const syntax::Expr& e, const syntax::Compare& compare) {
  const auto& written = e.operands.front();
  const bool asks_presence = compare.op != Op::empty;
  const auto* field = std::get_if<syntax::FieldOf>(&written.node);
  Expr of = field && asks_presence ? type_field(written, *field, true) : type(written);
  const auto state = compare.op == Op::empty     ? StateTest::State::empty
                     : compare.op == Op::present ? StateTest::State::present
                                                 : StateTest::State::missing;
  if (state == StateTest::State::empty && ordered(of.type) && of.type.kind != Kind::anything &&
      !knows_nothing(of.type))
    context_.report(DiagnosticKind::wrong_operand, written.at, "`is empty`", "a text or a list",
                    a_type(of.type));
  Type result = type_of(Kind::yes_no);
  Expr made{e.at, result, StateTest{state, compare.negated}, {}};
  made.operands.push_back(std::move(of));
  return made;
}

Expr Typer::type_order(const syntax::Expr& e, const syntax::Compare& compare) {
  constexpr std::string_view spelt[] = {"<", "<=", ">", ">="};
  constexpr Comparison::Op ops[] = {Comparison::Op::less, Comparison::Op::at_most,
                                    Comparison::Op::more, Comparison::Op::at_least};
  const auto which = static_cast<std::size_t>(compare.op) - static_cast<std::size_t>(Op::less);
  std::vector<Expr> operands;
  operands.push_back(operand(e.operands[0], spelt[which]));
  operands.push_back(operand(e.operands[1], spelt[which]));
  const Type& a = operands[0].type;
  const Type& b = operands[1].type;
  if (!fits(a, b)) {
    auto& diagnostic = context_.report(DiagnosticKind::wrong_operand, e.operands[1].at,
                                       fmt::format("`{}`", spelt[which]), a_type(a), a_type(b));
    diagnostic.with_other(e.operands[0].at, "this is " + a_type(a));
    if (b.kind == Kind::number)
      diagnostic.with_help(unit_hint(a.kind, e.operands[1]));
    else
      diagnostic.with_help(fmt::format("compare it with {}", a_type(a)));
  }
  return node(e, type_of(Kind::yes_no), Comparison{.op = ops[which]}, std::move(operands));
}

std::string Typer::unit_hint(Kind kind, const syntax::Expr& number) const {
  const std::string_view unit = kind == Kind::duration ? "seconds"
                                : kind == Kind::size   ? "MB"
                                                       : "USD";
  return fmt::format("write `{} {}`", context_.text(number.at), unit);
}

Expr Typer::right_of_is(const syntax::Expr& e, const Type& left) {
  if (const auto* list = std::get_if<syntax::ListOf>(&e.node); list && !left.verdicts.empty()) {
    List values;
    for (const auto& element : e.operands) {
      const Expr one = right_of_is(element, left);
      if (const auto* known = std::get_if<Constant>(&one.node)) values.push_back(known->value);
    }
    return constant(e.at, list_of(type_of(Kind::text)), Value(std::move(values)));
  }
  const auto* word = std::get_if<syntax::Word>(&e.node);
  const auto* text = std::get_if<syntax::Text>(&e.node);
  if (left.verdicts.empty() || (!word && !text)) return type(e);
  const std::string& label = word ? word->id : text->value;
  if (!std::ranges::count(left.verdicts, label)) {
    auto& diagnostic = context_.report(DiagnosticKind::unknown_verdict, e.at, label);
    suggest(diagnostic, label, {left.verdicts.begin(), left.verdicts.end()});
    diagnostic.with_help(fmt::format("the verdicts are: {}", listed(left.verdicts)));
    return unknown(e);
  }
  return constant(e.at, type_of(Kind::text), Value(label));
}

Expr Typer::type_equality(const syntax::Expr& e, const syntax::Compare& compare) {
  Expr left = type(e.operands[0]);
  Expr right = right_of_is(e.operands[1], left.type);
  const bool one_of = compare.op == Op::one_of;
  const Type* other = &right.type;
  const Type anything = type_of(Kind::anything);
  if (one_of) {
    if (!fits(list_of(anything), right.type))
      context_
          .report(DiagnosticKind::wrong_operand, e.operands[1].at, "`is one of`", "a list",
                  a_type(right.type))
          .with_help(fmt::format("write `is one of [{}]`", context_.text(e.operands[1].at)));
    other = right.type.element.empty() ? &anything : &right.type.element.front();
  }
  if (!fits(left.type, *other)) report_never_equal(e, left, *other);
  std::vector<Expr> operands;
  operands.push_back(std::move(left));
  operands.push_back(std::move(right));
  warn_of_lower(context_, operands[0], operands[1]);
  if (one_of)
    return node(e, type_of(Kind::yes_no), OneOf{compare.negated, compare.ignoring_case},
                std::move(operands));
  return node(e, type_of(Kind::yes_no),
              Comparison{Comparison::Op::is, compare.negated, compare.ignoring_case},
              std::move(operands));
}

void Typer::report_never_equal(const syntax::Expr& e, const Expr& left, const Type& right) {
  auto& diagnostic = context_.report(DiagnosticKind::never_equal, e.operands[1].at,
                                     a_type(left.type), a_type(right));
  diagnostic.with_other(e.operands[0].at, "this is " + a_type(left.type));
  const auto* text = std::get_if<syntax::Text>(&e.operands[1].node);
  if (left.type.kind == Kind::number && text) {
    if (text->value.find_first_not_of("0123456789.-") == std::string::npos && !text->value.empty())
      diagnostic.with_help(fmt::format("write it without quotes: `{}`", text->value));
  } else if (left.type.kind == Kind::text && right.kind == Kind::number) {
    diagnostic.with_help(
        fmt::format("read the number first: `number({})`, or put the right side in quotes",
                    context_.text(e.operands[0].at)));
  } else if (left.type.kind == Kind::list) {
    diagnostic.with_help("ask the list: `contains`, or `count(…)`");
  } else if (text && (text->value == "yes" || text->value == "no")) {
    diagnostic.with_help(fmt::format("write it without quotes: `{}`", text->value));
  } else {
    diagnostic.with_help(fmt::format("compare it with {}", a_type(left.type)));
  }
}

}  // namespace cairn
