// Expressions: names, fields, lists, arithmetic; and what an environment holds.
#include <fmt/format.h>

#include <algorithm>

#include "lang/blocks.h"
#include "lang/check_call.h"
#include "lang/check_context.h"
#include "lang/evaluate.h"
#include "lang/finish_reasons.h"
#include "lang/names.h"
#include "lang/overloaded.h"
#include "lang/typer.h"
#include "lang/words.h"

namespace cairn {
namespace {

using Kind = Type::Kind;

std::optional<ScopeName> scope_name(std::string_view name) {
  for (std::size_t i = 0; i < scope_names; ++i)
    if (to_string(static_cast<ScopeName>(i)) == name) return static_cast<ScopeName>(i);
  return std::nullopt;
}

}  // namespace

std::string a_type(const Type& type) {
  switch (type.kind) {
    case Kind::yes_no:
      return "yes or no";
    case Kind::media:
    case Kind::money:
    case Kind::anything:
      return to_string(type);
    default:
      return "a " + to_string(type);
  }
}

bool ordered(const Type& type) {
  switch (type.kind) {
    case Kind::number:
    case Kind::duration:
    case Kind::size:
    case Kind::money:
    case Kind::anything:
    case Kind::unknown:
      return true;
    default:
      return false;
  }
}

Expr constant(Span at, Type type, Value value) {
  return {.at = at, .type = std::move(type), .node = Constant{std::move(value)}, .operands = {}};
}

Expr Typer::type(const syntax::Expr& e) {
  return std::visit(
      Overloaded{
          [&](const syntax::Text& text) {
            return constant(e.at, type_of(Kind::text), Value(text.value));
          },
          [&](const syntax::Number& number) {
            return constant(e.at, type_of(Kind::number),
                            Value(Number{number.value, number.written}));
          },
          [&](const syntax::Share& share) {
            return constant(e.at, type_of(Kind::number), Value(share.value));
          },
          [&](const syntax::Quantity& quantity) { return type_quantity(e, quantity); },
          [&](const syntax::Word& word) { return type_word(e, word.id); },
          [&](const syntax::PassAt&) { return metric_here(e); },
          [&](const syntax::Pick&) { return metric_here(e); },
          [&](const syntax::ListOf&) { return type_list(e); },
          [&](const syntax::Paren&) { return type(e.operands.front()); },
          [&](const syntax::Call& call) {
            return check_call(context_, env_, e, call,
                              [&](const syntax::Expr& inner) { return type(inner); });
          },
          [&](const syntax::FieldOf& field) { return type_field(e, field); },
          [&](const syntax::Negate&) { return type_negate(e); },
          [&](const syntax::Binary& binary) { return type_binary(e, binary); },
          [&](const syntax::Compare& compare) { return type_compare(e, compare); },
          [&](const syntax::And&) { return type_and(e); },
          [&](const syntax::Or&) { return type_or(e); },
          [&](const syntax::Not&) {
            return node(e, type_of(Kind::yes_no), Not{}, {condition(e.operands.front())});
          },
          [&](const syntax::Loop& loop) { return type_loop(e, loop); },
      },
      e.node);
}

Expr Typer::condition(const syntax::Expr& e) {
  Expr made = type(e);
  if (fits(type_of(Kind::yes_no), made.type)) return made;
  auto& diagnostic = context_.report(DiagnosticKind::not_a_condition, e.at, a_type(made.type));
  if (made.type.kind == Kind::number)
    diagnostic.with_help(fmt::format("compare it, such as `{} >= 1`", context_.text(e.at)));
  else if (made.type.kind == Kind::text)
    diagnostic.with_help(fmt::format("compare it, such as `{} is \"…\"`", context_.text(e.at)));
  made.type = {};
  return made;
}

Expr Typer::node(const syntax::Expr& e, Type type, decltype(Expr::node) made,
                 std::vector<Expr> operands) {
  for (const auto& operand : operands) type.may_be_missing |= operand.type.may_be_missing;
  return {.at = e.at,
          .type = std::move(type),
          .node = std::move(made),
          .operands = std::move(operands)};
}

Expr Typer::type_quantity(const syntax::Expr& e, const syntax::Quantity& quantity) {
  const auto amount = amount_of(quantity);
  if (!amount) return unknown(e);  // The parser reported the unit.
  constexpr Kind kinds[] = {Kind::duration, Kind::size, Kind::money};
  return constant(e.at, type_of(kinds[static_cast<std::size_t>(amount->unit)]), Value(*amount));
}

Expr Typer::metric_here(const syntax::Expr& e) {
  auto& diagnostic =
      context_.report(DiagnosticKind::not_in_scope, e.at, context_.text(e.at), env_.where);
  const auto* text = std::holds_alternative<syntax::Pick>(e.node)
                         ? std::get_if<syntax::Text>(&e.operands[1].node)
                         : nullptr;
  const bool number = std::holds_alternative<syntax::Pick>(e.node) &&
                      std::holds_alternative<syntax::Number>(e.operands[1].node);
  if (text)
    diagnostic.with_help(
        fmt::format("a field is reached by a dot: `{}.{}`", context_.text(e.operands[0].at),
                    is_name(text->value) ? text->value : "\"" + text->value + "\""));
  else if (number)
    diagnostic.with_help(
        fmt::format("the first element is `nth({}, 1)`", context_.text(e.operands[0].at)));
  else
    diagnostic.with_help("metrics are known only in `report:`, `goal:` and `trust when:`");
  return unknown(e);
}

Expr Typer::type_word(const syntax::Expr& e, const std::string& name) {
  for (const auto& variable : env_.variables)
    if (variable.local.name == name) return {e.at, variable.type, variable.local, {}};
  if (const auto found = env_.scope.find(name); found != env_.scope.end())
    return {e.at, found->second, InScope{*scope_name(name)}, {}};
  if (name == "yes" || name == "no")
    return constant(e.at, type_of(Kind::yes_no), Value(name == "yes"));
  if (scope_name(name)) {
    context_.report(DiagnosticKind::not_in_scope, e.at, name, env_.where)
        .with_help(fmt::format("known here: {}", known_names()));
    return unknown(e);
  }
  if (env_.lost_names) return unknown(e);
  if (name == "null" || name == "none" || name == "true" || name == "false") {
    context_.report(DiagnosticKind::wrong_case, e.at, name)
        .with_help(name == "true"    ? "write `yes`"
                   : name == "false" ? "write `no`"
                                     : "write `… is missing`");
    return unknown(e);
  }
  auto& diagnostic = context_.report(DiagnosticKind::unknown_name, e.at, "name", name);
  std::vector<std::string_view> known;
  for (const auto& [other, its_type] : env_.scope) known.push_back(other);
  for (const auto& variable : env_.variables) known.push_back(variable.local.name);
  suggest(diagnostic, name, known);
  if (const auto* field = item_field(name))
    diagnostic.with_help(fmt::format("a field of the item is written `item.{}`", field->name));
  else if (diagnostic.help.empty())
    diagnostic.with_help(fmt::format("texts are written in quotes: `\"{}\"`", name));
  return unknown(e);
}

const FieldType* Typer::item_field(std::string_view name) const {
  const auto found = std::ranges::find(context_.item_type.fields, name, &FieldType::name);
  return found == context_.item_type.fields.end() ? nullptr : &*found;
}

std::string Typer::known_names() const {
  std::vector<std::string> names;
  for (const auto& [name, its_type] : env_.scope) names.push_back(name);
  for (const auto& variable : env_.variables) names.push_back(variable.local.name);
  return names.empty() ? "nothing" : listed(names);
}

Expr Typer::type_list(const syntax::Expr& e) {
  Type element;
  std::vector<Expr> elements;
  for (const auto& operand : e.operands) {
    elements.push_back(type(operand));
    element = elements.size() == 1 ? elements.back().type : common(element, elements.back().type);
  }
  if (e.operands.empty()) element = type_of(Kind::anything);
  const bool all_constant = std::ranges::all_of(
      elements, [](const Expr& one) { return std::holds_alternative<Constant>(one.node); });
  if (!all_constant) return node(e, list_of(element), MakeList{}, std::move(elements));
  List values;
  for (auto& one : elements) values.push_back(std::get<Constant>(one.node).value);
  return constant(e.at, list_of(element), Value(std::move(values)));
}

Expr Typer::type_field(const syntax::Expr& e, const syntax::FieldOf& field, bool tested) {
  Expr of = type(e.operands.front());
  Type found;
  switch (of.type.kind) {
    case Kind::unknown:
      return unknown(e);
    case Kind::anything:
      found = type_of(Kind::anything);
      break;
    case Kind::record: {
      const auto its = std::ranges::find(of.type.fields, field.field.id, &FieldType::name);
      if (its != of.type.fields.end())
        found = its->type;
      else if (of.type.open)
        found = type_of(Kind::anything);
      else
        return unknown_field(e, field, of);
      break;
    }
    default:
      report_no_fields(e, field, of);
      return unknown(e);
  }
  Expr made{e.at, std::move(found), FieldOf{field.field.id}, {}};
  made.operands.push_back(std::move(of));
  if (made.type.may_be_missing && !tested) oblige(made);
  return made;
}

void Typer::report_no_fields(const syntax::Expr& e, const syntax::FieldOf& field, const Expr& of) {
  auto& diagnostic =
      context_.report(DiagnosticKind::no_fields, e.operands.front().at, a_type(of.type));
  if (of.type.kind == Kind::list)
    diagnostic.with_help(fmt::format("ask each element: `some x in {}: x.{} …`",
                                     context_.text(e.operands.front().at), field.field.id));
  else
    diagnostic.with_help(fmt::format("write `{}`, without `.{}`",
                                     context_.text(e.operands.front().at), field.field.id));
}

Expr Typer::unknown_field(const syntax::Expr& e, const syntax::FieldOf& field, const Expr& of) {
  const bool of_item = std::holds_alternative<InScope>(of.node) &&
                       std::get<InScope>(of.node).name == ScopeName::item;
  if (of_item && !context_.items_known) return unknown(e);
  auto& diagnostic = context_.report(
      DiagnosticKind::unknown_field, e.at, context_.text(e.at),
      of_item ? "your items" : fmt::format("`{}`", context_.text(e.operands.front().at)));
  diagnostic.at = field.field.at;
  std::vector<std::string> names;
  std::vector<std::string_view> views;
  for (const auto& one : of.type.fields) names.push_back(one.name);
  for (const auto& name : names) views.push_back(name);
  suggest(diagnostic, field.field.id, views);
  diagnostic.with_help(fmt::format("{} have: {}", of_item ? "items" : "these", listed(names)));
  return unknown(e);
}

void Typer::oblige(const Expr& path) {
  if (env_.in_define || !speaks_only_of_item(path, env_)) return;
  auto field = context_.text(path.at);  // Of a placeholder with its braces.
  field = field.substr(std::min(field.find_first_not_of("{ "), field.size()));
  field = field.substr(0, field.find_last_not_of("} ") + 1);
  Obligation obligation{.path = path,
                        .guards = env_.guards,
                        .elements = {},
                        .at = path.at,
                        .field = std::string(field),
                        .guardable = env_.guardable,
                        .native = {}};
  for (const auto& variable : env_.variables)
    if (variable.list) obligation.elements.emplace_back(variable.local, *variable.list);
  context_.obligations.push_back(std::move(obligation));
}

Expr Typer::operand(const syntax::Expr& e, std::string_view operation) {
  Expr made = type(e);
  if (ordered(made.type)) return made;
  auto& diagnostic = context_.report(DiagnosticKind::wrong_operand, e.at,
                                     fmt::format("`{}`", operation), "a number", a_type(made.type));
  if (made.type.kind == Kind::text)
    diagnostic.with_help(
        operation == "+"
            ? std::string("texts are joined with `join([a, b], \"\")`")
            : fmt::format("`number({})` reads a number out of a text", context_.text(e.at)));
  else if (made.type.kind == Kind::list)
    diagnostic.with_help(fmt::format("`count({})` is how many there are", context_.text(e.at)));
  made.type = {};
  return made;
}

Expr Typer::type_negate(const syntax::Expr& e) {
  Expr inner = operand(e.operands.front(), "-");
  if (auto* known = std::get_if<Constant>(&inner.node))
    if (const auto* number = known->value.as<Number>()) {
      Value negative(Number{-number->value, number->written.empty() ? "" : "-" + number->written});
      return constant(e.at, inner.type, std::move(negative));
    }
  const Type result = inner.type;
  std::vector<Expr> operands;
  operands.push_back(std::move(inner));
  return node(e, result, Negate{}, std::move(operands));
}

Expr Typer::type_binary(const syntax::Expr& e, const syntax::Binary& binary) {
  const std::string op(1, binary.op);
  std::vector<Expr> operands;
  operands.push_back(operand(e.operands[0], op));
  // One mistake is enough: `item.question + "."`.
  operands.push_back(knows_nothing(operands[0].type) ? type(e.operands[1])
                                                     : operand(e.operands[1], op));
  // Before the operands are moved: arguments are evaluated in any order.
  const Type result = result_of(e, binary, operands[0].type, operands[1].type);
  return node(e, result, Arithmetic{binary.op}, std::move(operands));
}

Type Typer::result_of(const syntax::Expr& e, const syntax::Binary& binary, const Type& a,
                      const Type& b) {
  if (knows_nothing(a) || knows_nothing(b)) return {};
  if (a.kind == Kind::anything || b.kind == Kind::anything) return type_of(Kind::anything);
  const bool plain_a = a.kind == Kind::number;
  const bool plain_b = b.kind == Kind::number;
  if (plain_a && plain_b) return type_of(Kind::number);
  if ((binary.op == '+' || binary.op == '-') && a.kind == b.kind) return type_of(a.kind);
  if (binary.op == '*' && (plain_a || plain_b)) return type_of(plain_a ? b.kind : a.kind);
  if (binary.op == '/' && plain_b) return type_of(a.kind);
  if (binary.op == '/' && a.kind == b.kind) return type_of(Kind::number);
  context_
      .report(DiagnosticKind::wrong_operand, e.operands[1].at, fmt::format("`{}`", binary.op),
              fmt::format("{} on both sides", a_type(a)), a_type(b))
      .with_other(e.operands[0].at, "this is " + a_type(a));
  return {};
}

void check_new_name(Context& context, const Environment& environment, const syntax::Name& name) {
  if (is_reserved(name.id)) {
    context.report(DiagnosticKind::reserved_name, name.at, name.id)
        .with_help("choose another name, such as `x`");
    return;
  }
  const bool repeats =
      environment.scope.contains(name.id) ||
      std::ranges::any_of(environment.variables, [&](const Environment::Variable& variable) {
        return variable.local.name == name.id;
      });
  if (repeats)
    context.report(DiagnosticKind::repeated_name, name.at, name.id)
        .with_help("choose a name that is not in use around it");
}

bool speaks_only_of_item(const Expr& expr, const Environment& environment) {
  if (const auto* name = std::get_if<InScope>(&expr.node)) return name->name == ScopeName::item;
  if (const auto* local = std::get_if<Local>(&expr.node)) {
    // A variable of a loop inside the expression is bound there; one from
    // outside must run over a list of the item.
    for (const auto& variable : environment.variables)
      if (variable.local.slot == local->slot) return variable.list.has_value();
    return true;
  }
  if (std::holds_alternative<MetricRef>(expr.node)) return false;
  return std::ranges::all_of(expr.operands, [&](const Expr& operand) {
    return speaks_only_of_item(operand, environment);
  });
}

Expr check_expression(Context& context, Environment& environment, const syntax::Expr& written) {
  return Typer(context, environment).type(written);
}

Expr check_condition(Context& context, Environment& environment, const syntax::Expr& written) {
  return Typer(context, environment).condition(written);
}

Expr check_wanted(Context& context, Environment& environment, const syntax::Expr& written,
                  const Type& wanted, std::string_view key) {
  Expr made = check_expression(context, environment, written);
  if (fits(wanted, made.type)) return made;
  context.report(DiagnosticKind::wrong_value, written.at, key, a_type(wanted), a_type(made.type));
  made.type = {};
  return made;
}

Explained explained(const Context& context, const syntax::Expr& written, Expr expr) {
  return {.expr = std::move(expr),
          .source = std::string(context.text(written.at)),
          .starts_at = written.at.begin};
}

Environment item_environment(Context& context, std::size_t module, int& next_slot) {
  Environment environment;
  environment.scope.emplace("item", context.item_type);
  environment.next_slot = &next_slot;
  environment.functions = &context.functions_of(module);
  environment.module = module;
  return environment;
}

void add_answer_scope(Environment& environment) {
  const auto field = [](std::string name, Type type) {
    return FieldType{std::move(name), std::move(type), 0, {}};
  };
  const auto closed = [](std::vector<FieldType> fields) {
    Type record = type_of(Kind::record);
    record.fields = std::move(fields);
    record.open = false;
    return record;
  };
  Type finish = type_of(Kind::text);
  finish.verdicts.assign(finish_reasons.begin(), finish_reasons.end());
  const Type call =
      closed({field("name", type_of(Kind::text)), field("arguments", type_of(Kind::anything)),
              field("turn", type_of(Kind::number)), field("valid", type_of(Kind::yes_no))});
  environment.scope.emplace("answer", type_of(Kind::text));
  environment.scope.emplace("answers", list_of(type_of(Kind::text)));
  environment.scope.emplace("prompt", type_of(Kind::text));
  environment.scope.emplace(
      "reply", closed({field("time", type_of(Kind::duration)), field("cost", type_of(Kind::money)),
                       field("tokens", closed({field("in", type_of(Kind::number)),
                                               field("out", type_of(Kind::number))})),
                       field("model", type_of(Kind::text)), field("finish_reason", finish),
                       field("tool_calls", list_of(call))}));
}

}  // namespace cairn
