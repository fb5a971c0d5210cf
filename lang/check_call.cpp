#include "lang/check_call.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "lang/overloaded.h"
#include "lang/typer.h"
#include "lang/words.h"

namespace cairn {
namespace {

using Kind = Type::Kind;
using Op = syntax::Compare::Op;

const program::Function* find_function(const Context& context, const Environment& environment,
                                       std::string_view name) {
  if (environment.functions)
    if (const auto found = environment.functions->find(name); found != environment.functions->end())
      return &found->second;
  const auto found = context.library.functions.find(name);
  return found == context.library.functions.end() ? nullptr : &found->second;
}

// `answer.lower()`, and `x.f(…)` where no file is used as `x`.
void help_with_dot(const Context& context, const Environment& environment,
                   const syntax::Expr& written, const syntax::Call& call, Diagnostic& diagnostic) {
  const auto& id = call.function.id;
  const auto dot = id.find('.');
  if (dot == std::string::npos) return;
  const auto before = id.substr(0, dot), name = id.substr(dot + 1);
  const auto& uses = context.modules[environment.module].uses;
  if (std::ranges::find(uses, before, &Module::Use::alias) != uses.end())
    diagnostic.with_help(fmt::format("the file used as `{}` has no `define {}`", before, name));
  else if (written.operands.empty() && environment.scope.contains(before) &&
           context.library.functions.contains(name))
    diagnostic.with_help(
        fmt::format("a function stands before what it is given: `{}({})`", name, before));
  else if (!environment.scope.contains(before))
    diagnostic.with_help(
        fmt::format("no file is used as `{0}` here: write `use \"FILE.eval\" as {0}`", before));
}

Expr report_unknown_function(Context& context, const Environment& environment,
                             const syntax::Expr& written, const syntax::Call& call) {
  const Expr nothing{written.at, {}, Constant{}, {}};
  auto& diagnostic =
      context.report(DiagnosticKind::unknown_name, call.function.at, "function", call.function.id);
  std::vector<std::string_view> known;
  for (const auto& [name, function] : context.library.functions) known.push_back(name);
  if (environment.functions)
    for (const auto& [name, function] : *environment.functions) known.push_back(name);
  if (call.function.id == "len")
    diagnostic.with_help("`char_count` counts characters, `word_count` words, `count` elements");
  else
    suggest(diagnostic, call.function.id, known);
  if (diagnostic.help.empty()) help_with_dot(context, environment, written, call, diagnostic);
  if (diagnostic.help.empty())
    diagnostic.with_help("`cairn functions` lists them all; your own is written with `define`");
  return nothing;
}

std::string parameters_in_words(const program::Function& function) {
  const auto required =
      std::ranges::count(function.parameters, false, &program::Parameter::optional);
  const auto all = static_cast<std::ptrdiff_t>(function.parameters.size());
  if (required == all) return counted(static_cast<std::size_t>(all), "argument");
  return fmt::format("{} to {} arguments", required, all);
}

std::string signature(std::string_view name, const program::Function& function) {
  std::string out = fmt::format("{}(", name);
  for (const auto& parameter : function.parameters)
    out += fmt::format("{}{}{} {}", out.back() == '(' ? "" : ", ",
                       parameter.optional ? "optional " : "", to_string(parameter.type),
                       parameter.name);
  return out + ")";
}

// How many slots an inlined body needs: one more than the highest it uses.
int slots_of(const Expr& expr) {
  int slots = 0;
  if (const auto* local = std::get_if<Local>(&expr.node)) slots = local->slot + 1;
  if (const auto* loop = std::get_if<Loop>(&expr.node)) slots = loop->variable.slot + 1;
  if (const auto* inlined = std::get_if<Inlined>(&expr.node))
    for (const auto& parameter : inlined->parameters) slots = std::max(slots, parameter.slot + 1);
  for (const auto& operand : expr.operands) slots = std::max(slots, slots_of(operand));
  return slots;
}

void shift_slots(Expr& expr, int by) {
  if (auto* local = std::get_if<Local>(&expr.node)) local->slot += by;
  if (auto* loop = std::get_if<Loop>(&expr.node)) loop->variable.slot += by;
  if (auto* inlined = std::get_if<Inlined>(&expr.node))
    for (auto& parameter : inlined->parameters) parameter.slot += by;
  for (auto& operand : expr.operands) shift_slots(operand, by);
}

Expr inline_define(Environment& environment, const syntax::Expr& written,
                   const program::Function& function, std::vector<Expr> arguments) {
  Expr body = *function.body;
  const int base = *environment.next_slot;
  const int parameters = static_cast<int>(function.parameters.size());
  *environment.next_slot += std::max(slots_of(body), parameters);
  shift_slots(body, base);
  Inlined inlined{.define = function.name, .parameters = {}};
  for (int i = 0; i < parameters; ++i)
    inlined.parameters.push_back({base + i, function.parameters[static_cast<std::size_t>(i)].name});
  Expr made{written.at, body.type, std::move(inlined), std::move(arguments)};
  made.operands.push_back(std::move(body));
  return made;
}

Type result_type(const program::Function& function, const std::vector<Expr>& arguments) {
  if (function.gives_like.empty()) return function.gives;
  const bool element = function.gives_like.starts_with("element of ");
  const auto name = function.gives_like.substr(function.gives_like.rfind(' ') + 1);
  const auto found = std::ranges::find(function.parameters, name, &program::Parameter::name);
  const auto which = static_cast<std::size_t>(found - function.parameters.begin());
  if (which >= arguments.size()) return type_of(Kind::anything);
  const Type& type = arguments[which].type;
  if (!element) return type;
  return type.kind == Kind::list && !type.element.empty() ? type.element.front()
                                                          : type_of(Kind::anything);
}

// A constant that a native refuses, such as a broken pattern, is a mistake now;
// one that stands in the items is looked at item by item later.
void prepare_constants(Context& context, const Environment& environment, const Native& native,
                       const std::vector<const Expr*>& arguments, const Value* extra) {
  if (!native.prepare) return;
  std::vector<const Value*> constants;
  const Expr* last_constant = nullptr;
  for (const auto* argument : arguments) {
    const auto* known = std::get_if<Constant>(&argument->node);
    const bool usable = known && argument->type.kind != Kind::unknown;
    constants.push_back(usable ? &known->value : nullptr);
    if (usable) last_constant = argument;
  }
  if (extra) constants.push_back(extra);
  if (last_constant) {
    if (auto prepared = native.prepare(constants); !prepared) {
      auto& diagnostic =
          context.report(DiagnosticKind::bad_constant, last_constant->at, prepared.error().what);
      const auto source = context.text(last_constant->at);
      if (source.starts_with('"') && source.find("\\\\") != source.npos)
        diagnostic.with_help("in `raw \"…\"` a backslash stands for itself");
      else
        diagnostic.with_help(
            fmt::format("`cairn explain {}` says what can stand here", native.name));
    }
    return;
  }
  for (const auto* argument : arguments) {
    const bool from_item = std::holds_alternative<FieldOf>(argument->node) &&
                           speaks_only_of_item(*argument, environment);
    if (!from_item || argument == arguments.front() || environment.in_define) continue;
    Obligation obligation{.path = *argument,
                          .guards = environment.guards,
                          .elements = {},
                          .what = Obligation::What::prepares,
                          .at = argument->at,
                          .field = std::string(context.text(argument->at)),
                          .guardable = environment.guardable,
                          .native = std::string(native.name)};
    for (const auto& variable : environment.variables)
      if (variable.list) obligation.elements.emplace_back(variable.local, *variable.list);
    context.obligations.push_back(std::move(obligation));
  }
}

std::string_view native_of(Op op) {
  switch (op) {
    case Op::contains:
      return "contains";
    case Op::mentions:
      return "mentions";
    case Op::matches:
      return "matches";
    case Op::starts_with:
      return "starts_with";
    default:
      return "ends_with";
  }
}

std::string spelt(std::string_view native) {
  std::string out(native);
  std::ranges::replace(out, '_', ' ');
  return out;
}

void check_left(Context& context, const syntax::Expr& written, Op op, const Expr& left) {
  const bool list = op == Op::contains && left.type.kind == Kind::list;
  if (list || fits(type_of(Kind::text), left.type)) return;
  auto& diagnostic =
      context.report(DiagnosticKind::wrong_operand, written.operands[0].at,
                     fmt::format("`{}`", spelt(native_of(op))),
                     op == Op::contains ? "a text or a list" : "a text", a_type(left.type));
  if (left.type.kind == Kind::list)
    diagnostic.with_help(fmt::format("ask each element: `some x in {}: x {} …`",
                                     context.text(written.operands[0].at), spelt(native_of(op))));
  else
    diagnostic.with_help("numbers and amounts are compared by `is`, `<`, `<=`, `>` and `>=`");
}

void check_right(Context& context, const syntax::Expr& written, const syntax::Compare& compare,
                 const Expr& left, const Expr& right) {
  const auto& at = written.operands[1].at;
  const auto name = fmt::format("`{}`", spelt(native_of(compare.op)));
  const bool of_list = compare.op == Op::contains && left.type.kind == Kind::list;
  if (compare.many == syntax::Compare::Many::one) {
    const Type wanted =
        of_list && !left.type.element.empty() ? left.type.element.front() : type_of(Kind::text);
    if (fits(wanted, right.type)) return;
    auto& diagnostic =
        context.report(DiagnosticKind::wrong_operand, at, name, a_type(wanted), a_type(right.type));
    if (right.type.kind == Kind::list)
      diagnostic.with_help(fmt::format("say of how many: `{} any of {}`, or `all of`, or `none of`",
                                       spelt(native_of(compare.op)), context.text(at)));
    else if (right.type.kind == Kind::number)
      diagnostic.with_help(fmt::format("put it in quotes: `\"{}\"`", context.text(at)));
    else if (right.type.kind == Kind::record)
      diagnostic.with_help(fmt::format("name one of its fields: `{}.…`", context.text(at)));
    return;
  }
  if (!fits(list_of(of_list ? type_of(Kind::anything) : type_of(Kind::text)), right.type))
    context
        .report(DiagnosticKind::wrong_operand, at, name + " of several", "a list of texts",
                a_type(right.type))
        .with_help(fmt::format("write a list: `[{}]`", context.text(at)));
}

bool has_capitals(const Value& value) {
  const auto* text = value.as<std::string>();
  return text && std::ranges::any_of(*text, [](unsigned char c) { return std::isupper(c) != 0; });
}

bool has_other_letters(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char c) { return c >= 0x80; });
}

void warn_of_ascii_class(Context& context, const Expr& pattern) {
  const auto* known = std::get_if<Constant>(&pattern.node);
  const auto* text = known ? known->value.as<std::string>() : nullptr;
  if (!text || !has_other_letters(*text)) return;
  for (const std::string_view letters : {"\\b", "\\w", "\\d"})
    if (text->find(letters) != std::string::npos) {
      context.report(DiagnosticKind::ascii_class, pattern.at, letters)
          .with_help(letters == "\\d" ? "write `\\p{N}` for digits of every script"
                                      : "write `\\p{L}` for letters of every script");
      return;
    }
}

void check_constants(Context& context, const Environment& environment, const Native& native,
                     const syntax::Compare& compare, const Expr& left, const Expr& right) {
  const Value ignoring(compare.ignoring_case);
  if (compare.many == syntax::Compare::Many::one) {
    prepare_constants(context, environment, native, {&left, &right}, &ignoring);
    if (native.name == "matches") warn_of_ascii_class(context, right);
    return;
  }
  const auto* known = std::get_if<Constant>(&right.node);
  const auto* list = known ? known->value.as<List>() : nullptr;
  if (!list) return;
  for (const auto& element : *list) {
    const Expr one{right.at, type_of(Kind::text), Constant{element}, {}};
    prepare_constants(context, environment, native, {&left, &one}, &ignoring);
    if (native.name == "matches") warn_of_ascii_class(context, one);
  }
}

// file("…"): the text of that file, known before the run.
Expr check_file(Context& context, const Environment& environment, const syntax::Expr& written) {
  Expr made{written.at, {}, Constant{}, {}};
  const auto* path = written.operands.size() == 1
                         ? std::get_if<syntax::Text>(&written.operands.front().node)
                         : nullptr;
  if (!path) {
    const Span at = written.operands.empty() ? written.at : written.operands.front().at;
    context.report(DiagnosticKind::wrong_argument, at, "file", "a path in quotes", "something else")
        .with_help("write `file(\"…\")`; which file it is must be known before the run");
    return made;
  }
  if (auto text = read_named_file(context, environment.module, path->value, written.at)) {
    made.type = type_of(Kind::text);
    made.node = Constant{Value(*std::move(text))};
  }
  return made;
}

}  // namespace

Expr check_call(Context& context, Environment& environment, const syntax::Expr& written,
                const syntax::Call& call, const TypeOperand& type) {
  const auto* function = find_function(context, environment, call.function.id);
  if (!function && call.function.id == "file") return check_file(context, environment, written);
  std::vector<Expr> arguments;
  for (const auto& argument : written.operands) arguments.push_back(type(argument));
  if (!function) return report_unknown_function(context, environment, written, call);
  // A define with a mistake of its own, which has been reported.
  if (function->body && function->body->type.kind == Kind::unknown)
    return {written.at, {}, Constant{}, {}};
  const auto required = static_cast<std::size_t>(
      std::ranges::count(function->parameters, false, &program::Parameter::optional));
  if (arguments.size() < required || arguments.size() > function->parameters.size()) {
    context
        .report(DiagnosticKind::argument_count, written.at, call.function.id,
                parameters_in_words(*function), arguments.size())
        .with_help(fmt::format("it is `{}`", signature(call.function.id, *function)));
    return {written.at, {}, Constant{}, {}};
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (fits(function->parameters[i].type, arguments[i].type)) continue;
    context
        .report(DiagnosticKind::wrong_argument, arguments[i].at, call.function.id,
                a_type(function->parameters[i].type), a_type(arguments[i].type))
        .with_help(fmt::format("it is `{}`", signature(call.function.id, *function)));
    return {written.at, {}, Constant{}, {}};
  }
  if (function->body) {
    context.used.insert("define " + function->name);
    return inline_define(environment, written, *function, std::move(arguments));
  }
  const auto* native = find_native(context.library.natives, function->name);
  if (native) {
    std::vector<const Expr*> given;
    for (const auto& argument : arguments) given.push_back(&argument);
    prepare_constants(context, environment, *native, given, nullptr);
    if (native->name == "find_all" && arguments.size() > 1)
      warn_of_ascii_class(context, arguments[1]);
  }
  Type result = result_type(*function, arguments);
  return {written.at, std::move(result), Call{function->name, function->version},
          std::move(arguments)};
}

Expr check_text_test(Context& context, Environment& environment, const syntax::Expr& written,
                     const syntax::Compare& compare, const TypeOperand& type) {
  Expr left = type(written.operands[0]);
  Expr right = type(written.operands[1]);
  check_left(context, written, compare.op, left);
  check_right(context, written, compare, left, right);
  const auto name = native_of(compare.op);
  const auto* native = find_native(context.library.natives, name);
  if (native) check_constants(context, environment, *native, compare, left, right);
  warn_of_lower(context, left, right);
  TextTest test{.native = std::string(name),
                .version = native ? native->version : 1,
                .many = static_cast<TextTest::Many>(compare.many),
                .negated = compare.negated,
                .ignoring_case = compare.ignoring_case};
  Expr made{written.at, type_of(Kind::yes_no), std::move(test), {}};
  made.operands.push_back(std::move(left));
  made.operands.push_back(std::move(right));
  return made;
}

void warn_of_lower(Context& context, const Expr& left, const Expr& right) {
  const auto* call = std::get_if<Call>(&left.node);
  const auto* known = std::get_if<Constant>(&right.node);
  if (!call || call->native != "lower" || !known) return;
  const auto* list = known->value.as<List>();
  const bool capitals =
      list ? std::ranges::any_of(*list, has_capitals) : has_capitals(known->value);
  if (capitals)
    context.report(DiagnosticKind::lower_never_equal, right.at)
        .with_help("leave `lower` out and write `ignoring case` at the end");
}

}  // namespace cairn
