// The types of `and`, `or` and loops.
#include <fmt/format.h>

#include "lang/check_call.h"
#include "lang/check_context.h"
#include "lang/typer.h"

namespace cairn {
namespace {

using Kind = Type::Kind;

}  // namespace

Expr Typer::type_and(const syntax::Expr& e) {
  std::vector<Expr> operands;
  const auto guards_before = env_.guards.size();
  for (const auto& operand_written : e.operands) {
    operands.push_back(condition(operand_written));
    if (speaks_only_of_item(operands.back(), env_)) env_.guards.push_back(operands.back());
  }
  env_.guards.resize(guards_before);
  return node(e, type_of(Kind::yes_no), And{}, std::move(operands));
}

Expr Typer::type_or(const syntax::Expr& e) {
  std::vector<Expr> operands;
  for (const auto& operand_written : e.operands) operands.push_back(condition(operand_written));
  return node(e, type_of(Kind::yes_no), Or{}, std::move(operands));
}

Expr Typer::type_loop(const syntax::Expr& e, const syntax::Loop& loop) {
  Expr list = type(e.operands.front());
  Type element;
  if (list.type.kind == Kind::list) {
    element = list.type.element.empty() ? type_of(Kind::anything) : list.type.element.front();
  } else if (list.type.kind == Kind::anything) {
    element = type_of(Kind::anything);
  } else if (!knows_nothing(list.type)) {
    auto& diagnostic =
        context_.report(DiagnosticKind::not_a_list, e.operands.front().at, a_type(list.type));
    if (list.type.kind == Kind::text)
      diagnostic.with_help(
          fmt::format("take it apart first: `sentences({0})`, `lines({0})`, `words({0})`",
                      context_.text(e.operands.front().at)));
    else
      diagnostic.with_help(
          "a list is a field such as `[\"one\", \"two\"]`, or what a function "
          "such as `sentences` gives");
  }
  const Local variable = open_variable(loop.variable, element, list);
  std::vector<Expr> operands;
  Type result = loop_type(loop.kind, element);
  operands.push_back(std::move(list));
  std::size_t next = 1;
  const auto guards_before = env_.guards.size();
  if (loop.has_where) {
    operands.push_back(condition(e.operands[next++]));
    if (speaks_only_of_item(operands.back(), env_)) env_.guards.push_back(operands.back());
  }
  if (loop.has_body) {
    operands.push_back(loop_body(loop, e.operands[next]));
    if (loop.kind == syntax::Loop::Kind::list) result = list_of(operands.back().type);
    if (is_fold(loop.kind)) result = operands.back().type;
  }
  env_.guards.resize(guards_before);
  env_.variables.pop_back();
  return node(e, std::move(result), make_loop(loop, variable), std::move(operands));
}

bool Typer::is_fold(syntax::Loop::Kind kind) {
  return kind == syntax::Loop::Kind::sum || kind == syntax::Loop::Kind::average ||
         kind == syntax::Loop::Kind::largest || kind == syntax::Loop::Kind::smallest;
}

Type Typer::loop_type(syntax::Loop::Kind kind, const Type& element) {
  if (kind == syntax::Loop::Kind::list) return list_of(element);
  if (kind == syntax::Loop::Kind::share || kind == syntax::Loop::Kind::count || is_fold(kind))
    return type_of(Kind::number);
  return type_of(Kind::yes_no);
}

Expr Typer::loop_body(const syntax::Loop& loop, const syntax::Expr& body) {
  if (loop.kind == syntax::Loop::Kind::list) return type(body);
  if (is_fold(loop.kind)) return operand(body, fold_name(loop.kind));
  return condition(body);
}

std::string_view Typer::fold_name(syntax::Loop::Kind kind) {
  switch (kind) {
    case syntax::Loop::Kind::sum:
      return "sum of";
    case syntax::Loop::Kind::average:
      return "average of";
    case syntax::Loop::Kind::largest:
      return "largest of";
    default:
      return "smallest of";
  }
}

Loop Typer::make_loop(const syntax::Loop& loop, const Local& variable) {
  Loop made{.kind = static_cast<Loop::Kind>(loop.kind),
            .variable = variable,
            .has_where = loop.has_where,
            .has_body = loop.has_body};
  if (loop.limit.empty()) return made;
  made.limit_is_share = loop.limit.ends_with('%');
  made.limit = std::stod(loop.limit) / (made.limit_is_share ? 100 : 1);
  return made;
}

Local Typer::open_variable(const syntax::Name& name, const Type& element, const Expr& list) {
  check_new_name(context_, env_, name);
  Local variable{(*env_.next_slot)++, name.id};
  env_.variables.push_back({variable, element, {}});
  if (speaks_only_of_item(list, env_) && !env_.in_define) env_.variables.back().list = list;
  return variable;
}

}  // namespace cairn
