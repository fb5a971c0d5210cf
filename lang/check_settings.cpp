#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "lang/blocks.h"
#include "lang/check_context.h"
#include "lang/data/loader.h"
#include "lang/overloaded.h"
#include "lang/words.h"

namespace cairn {
namespace {

struct UnitName {
  std::string_view name;
  Unit unit;
  double factor;
};
constexpr UnitName unit_names[] = {
    {"millisecond", Unit::seconds, 0.001},
    {"milliseconds", Unit::seconds, 0.001},
    {"second", Unit::seconds, 1},
    {"seconds", Unit::seconds, 1},
    {"minute", Unit::seconds, 60},
    {"minutes", Unit::seconds, 60},
    {"hour", Unit::seconds, 3600},
    {"hours", Unit::seconds, 3600},
    {"KB", Unit::bytes, 1e3},
    {"MB", Unit::bytes, 1e6},
    {"GB", Unit::bytes, 1e9},
    {"USD", Unit::usd, 1},
};

constexpr std::string_view unit_wanted[] = {"a length of time", "a size", "a sum of money"};
constexpr std::string_view unit_example[] = {"seconds", "MB", "USD"};

// What was written, in words: "a plain number", "a text".
std::string in_words(const syntax::Expr& expr) {
  return std::visit(
      Overloaded{
          [](const syntax::Text&) { return std::string("a text"); },
          [](const syntax::Number&) { return std::string("a plain number"); },
          [](const syntax::Share&) { return std::string("a share"); },
          [](const syntax::Quantity& quantity) {
            const auto amount = amount_of(quantity);
            return amount ? std::string(unit_wanted[static_cast<std::size_t>(amount->unit)])
                          : std::string("an amount");
          },
          [](const syntax::Word& word) { return fmt::format("`{}`", word.id); },
          [](const syntax::ListOf&) { return std::string("a list"); },
          [](const auto&) { return std::string("an expression"); },
      },
      expr.node);
}

// A number that may carry a minus.
std::optional<double> plain_number(const syntax::Expr& expr) {
  if (const auto* number = std::get_if<syntax::Number>(&expr.node)) return number->value;
  if (std::holds_alternative<syntax::Negate>(expr.node))
    if (const auto inner = plain_number(expr.operands.front())) return -*inner;
  return std::nullopt;
}

std::string range_in_words(double low, double high) {
  if (high >= 1e15) return fmt::format("{} or more", low);
  return fmt::format("from {} to {}", low, high);
}

}  // namespace

std::optional<Amount> amount_of(const syntax::Quantity& quantity) {
  for (const auto& unit : unit_names)
    if (unit.name == quantity.unit.id) return Amount{quantity.value * unit.factor, unit.unit};
  return std::nullopt;
}

std::string spelled(const syntax::Expr& expr) {
  if (const auto* word = std::get_if<syntax::Word>(&expr.node)) return word->id;
  if (const auto* field = std::get_if<syntax::FieldOf>(&expr.node)) {
    const auto of = spelled(expr.operands.front());
    return of.empty() ? of : of + "." + field->field.id;
  }
  return {};
}

bool SettingReader::required(std::string_view key) {
  if (view.find(key)) return true;
  const auto* info = find_setting(view.kind(), key);
  context
      .report(DiagnosticKind::missing_setting, view.name_at(), fmt::format("`{}`", view.kind()),
              key)
      .with_help(fmt::format("add a line `{}: …`: {}", key, info ? info->help : ""));
  return false;
}

std::optional<std::string> SettingReader::text(std::string_view key) {
  const auto* expr = view.expr(key);
  if (!expr) return std::nullopt;
  if (const auto* written = std::get_if<syntax::Text>(&expr->node)) return written->value;
  if (std::holds_alternative<syntax::Call>(expr->node)) {
    const auto path = file_path(context, *expr, key);
    return path ? read_named_file(context, module, *path, expr->at) : std::nullopt;
  }
  auto& diagnostic =
      context.report(DiagnosticKind::wrong_value, expr->at, key, "a text", in_words(*expr));
  if (const auto word = spelled(*expr); !word.empty())
    diagnostic.with_help(fmt::format("texts are written in quotes: `\"{}\"`", word));
  else
    diagnostic.with_help("write it in quotes, or as file(\"…\")");
  return std::nullopt;
}

std::optional<double> SettingReader::number(std::string_view key, double low, double high) {
  const auto* expr = view.expr(key);
  if (!expr) return std::nullopt;
  const auto found = plain_number(*expr);
  if (!found) {
    context.report(DiagnosticKind::wrong_value, expr->at, key, "a number", in_words(*expr))
        .with_help(fmt::format("write a number without quotes or unit, such as `{}: 2`", key));
    return std::nullopt;
  }
  if (*found < low || *found > high) {
    context
        .report(DiagnosticKind::out_of_range, expr->at, key, range_in_words(low, high),
                shortest(*found))
        .with_help(key == "weight" ? "a weight of 0 reports the check without scoring it"
                                   : fmt::format("write a number {}", range_in_words(low, high)));
    return std::nullopt;
  }
  return found;
}

std::optional<long long> SettingReader::whole(std::string_view key, long long low, long long high) {
  const auto found = number(key, static_cast<double>(low), static_cast<double>(high));
  if (!found) return std::nullopt;
  if (*found != std::floor(*found)) {
    context
        .report(DiagnosticKind::wrong_value, view.expr(key)->at, key, "a whole number",
                shortest(*found))
        .with_help(fmt::format("write `{}: {}`", key, static_cast<long long>(std::ceil(*found))));
    return std::nullopt;
  }
  return static_cast<long long>(*found);
}

std::optional<double> SettingReader::share(std::string_view key) {
  const auto* expr = view.expr(key);
  if (!expr) return std::nullopt;
  std::optional<double> found;
  if (const auto* written = std::get_if<syntax::Share>(&expr->node)) found = written->value;
  if (const auto plain = plain_number(*expr)) found = *plain;
  if (!found) {
    context.report(DiagnosticKind::wrong_value, expr->at, key, "a share", in_words(*expr))
        .with_help(fmt::format("write a share such as `{}: 80%`", key));
    return std::nullopt;
  }
  if (*found >= 0 && *found <= 1) return found;
  auto& diagnostic = context.report(DiagnosticKind::out_of_range, expr->at, key, "from 0% to 100%",
                                    context.text(expr->at));
  if (*found > 1 && *found <= 100 && plain_number(*expr))
    diagnostic.with_help(fmt::format("write `{}%`", shortest(*found)))
        .with_fix({"write it as a share", {{expr->at, shortest(*found) + "%"}}, true});
  else
    diagnostic.with_help(fmt::format("write a share such as `{}: 80%`", key));
  return std::nullopt;
}

std::optional<double> SettingReader::amount(std::string_view key, Unit unit) {
  const auto* expr = view.expr(key);
  if (!expr) return std::nullopt;
  const auto which = static_cast<std::size_t>(unit);
  if (const auto* quantity = std::get_if<syntax::Quantity>(&expr->node))
    if (const auto found = amount_of(*quantity); found && found->unit == unit) return found->value;
  auto& diagnostic = context.report(DiagnosticKind::wrong_value, expr->at, key, unit_wanted[which],
                                    in_words(*expr));
  if (const auto plain = plain_number(*expr)) {
    const auto better = fmt::format("{} {}", shortest(*plain), unit_example[which]);
    diagnostic.with_help(fmt::format("write `{}`", better))
        .with_fix({"add the unit", {{expr->at, better}}, false});
  } else {
    diagnostic.with_help(
        fmt::format("write a number and a unit, such as `{}: 20 {}`", key, unit_example[which]));
  }
  return std::nullopt;
}

std::optional<bool> SettingReader::yes_no(std::string_view key) {
  const auto* expr = view.expr(key);
  if (!expr) return std::nullopt;
  const auto word = spelled(*expr);
  if (word == "yes" || word == "no") return word == "yes";
  auto& diagnostic =
      context.report(DiagnosticKind::wrong_value, expr->at, key, "yes or no", in_words(*expr));
  if (word == "true" || word == "false") {
    const std::string better = word == "true" ? "yes" : "no";
    diagnostic.with_help(fmt::format("write `{}: {}`", key, better))
        .with_fix({fmt::format("write `{}`", better), {{expr->at, better}}, true});
  } else {
    diagnostic.with_help(fmt::format("write `{0}: yes` or `{0}: no`", key));
  }
  return std::nullopt;
}

std::optional<std::string> SettingReader::label(std::string_view key) {
  const auto* setting = view.find(key);
  const auto* expr = view.expr(key);
  if (!setting || !expr) return std::nullopt;
  const auto word = spelled(*expr);
  const auto choices = words_of(find_setting(view.kind(), key)->detail);
  if (std::ranges::count(choices, std::string_view(word))) return word;
  auto& diagnostic =
      context.report(DiagnosticKind::bad_label, expr->at, key, context.text(expr->at));
  suggest(diagnostic, word, choices);
  if (diagnostic.help.empty())
    diagnostic.with_help(fmt::format("it can be: {}", comma_list(choices)));
  return std::nullopt;
}

std::span<const syntax::Expr> elements_of(Context& context, const syntax::Expr& written,
                                          std::string_view key) {
  if (std::holds_alternative<syntax::ListOf>(written.node)) return written.operands;
  // Of a text or a name it is clear which list is meant.
  const auto* text = std::get_if<syntax::Text>(&written.node);
  const bool names = key == "report" || key == "slices" || key == "needs";
  const auto inner = text && names ? text->value : std::string(context.text(written.at));
  const bool clear = text || std::holds_alternative<syntax::Word>(written.node) ||
                     std::holds_alternative<syntax::FieldOf>(written.node) ||
                     std::holds_alternative<syntax::PassAt>(written.node) ||
                     std::holds_alternative<syntax::Pick>(written.node);
  auto& diagnostic = context.report(DiagnosticKind::wrong_value, written.at, key, "a list",
                                    fmt::format("`{}`", context.text(written.at)));
  if (!clear) {
    diagnostic.with_help(fmt::format("write them in brackets: `{}: [one, two]`", key));
    return {};
  }
  diagnostic.with_help(fmt::format("write `{}: [{}]`", key, inner))
      .with_fix({"write a list", {{written.at, fmt::format("[{}]", inner)}}, true});
  if (text && names) return {};
  return {&written, 1};
}

std::vector<std::string> SettingReader::texts(std::string_view key) {
  std::vector<std::string> out;
  const auto* expr = view.expr(key);
  if (!expr) return out;
  const auto one = [&](const syntax::Expr& element) {
    const auto* written = std::get_if<syntax::Text>(&element.node);
    const auto name = spelled(element);
    if (written)
      out.push_back(written->value);
    else if (!name.empty())
      out.push_back(name);
    else
      context.report(DiagnosticKind::wrong_value, element.at, key, "texts", in_words(element))
          .with_help("write each in quotes");
  };
  const bool word = std::holds_alternative<syntax::Text>(expr->node) || !spelled(*expr).empty();
  if (key == "id" || (!word && !std::holds_alternative<syntax::ListOf>(expr->node)))
    one(*expr);
  else
    for (const auto& element : elements_of(context, *expr, key)) one(element);
  return out;
}

std::optional<std::string> SettingReader::file(std::string_view key) {
  const auto* expr = view.expr(key);
  return expr ? file_path(context, *expr, key) : std::nullopt;
}

std::string SettingReader::file_text(std::string_view key) {
  const auto path = file(key);
  if (!path) return {};
  return read_named_file(context, module, *path, view.expr(key)->at).value_or("");
}

std::optional<std::string> file_path(Context& context, const syntax::Expr& expr,
                                     std::string_view key) {
  const auto* call = std::get_if<syntax::Call>(&expr.node);
  const bool is_file = call && call->function.id == "file" && expr.operands.size() == 1;
  const auto* path = is_file ? std::get_if<syntax::Text>(&expr.operands.front().node) : nullptr;
  if (path) return path->value;
  auto& diagnostic =
      context.report(DiagnosticKind::wrong_value, expr.at, key, "a file", in_words(expr));
  if (const auto* text = std::get_if<syntax::Text>(&expr.node))
    diagnostic.with_help(fmt::format("write `{}: file(\"{}\")`", key, text->value))
        .with_fix({"make it a file", {{expr.at, fmt::format("file(\"{}\")", text->value)}}, true});
  else if (const auto written = context.text(expr.at);
           written.find_first_of(" (\n") == written.npos)
    diagnostic.with_help(fmt::format("write `{}: file(\"{}\")`", key, written));
  else
    diagnostic.with_help(fmt::format("write `{}: file(\"…\")`", key));
  return std::nullopt;
}

std::optional<std::string> read_named_file(Context& context, std::size_t module,
                                           const std::string& path, Span at) {
  const auto& named_in = context.sources[context.modules[module].file.id].path();
  auto resolved = context.loader.resolve(named_in, path);
  auto text =
      resolved ? read_text(context.loader, *resolved) : Result<std::string>(resolved.error());
  if (text) return std::move(*text);
  context.report(DiagnosticKind::unreadable_file, at, text.error().what)
      .with_help("a path starts at the folder of the file it stands in");
  return std::nullopt;
}

namespace {

Value data_call(Context& context, const syntax::Expr& expr, std::size_t module) {
  const auto& call = std::get<syntax::Call>(expr.node);
  const auto* path =
      expr.operands.empty() ? nullptr : std::get_if<syntax::Text>(&expr.operands.front().node);
  if (!path) return {};
  if (call.function.id == "file")
    return Value(read_named_file(context, module, path->value, expr.at).value_or(""));
  const auto& named_in = context.sources[context.modules[module].file.id].path();
  if (auto resolved = context.loader.resolve(named_in, path->value); !resolved)
    context.report(DiagnosticKind::unreadable_file, expr.at, resolved.error().what);
  return Value(Media{path->value});
}

void add_field(Record& record, std::string_view name, Value value) {
  record.fields.emplace_back(std::string(name), std::move(value));
}

}  // namespace

Value data_value(Context& context, const syntax::Expr& expr, std::size_t module) {
  return std::visit(Overloaded{
                        [](const syntax::Text& text) { return Value(text.value); },
                        [](const syntax::Number& number) {
                          return Value(Number{number.value, number.written});
                        },
                        [](const syntax::Share& share) { return Value(share.value); },
                        [](const syntax::Word& word) {
                          if (word.id == "yes" || word.id == "no") return Value(word.id == "yes");
                          return Value(word.id);
                        },
                        [&](const syntax::Negate&) {
                          const Value inner = data_value(context, expr.operands.front(), module);
                          const auto* number = inner.as<Number>();
                          return number ? Value(Number{-number->value, number->written.empty()
                                                                           ? std::string()
                                                                           : "-" + number->written})
                                        : Value();
                        },
                        [&](const syntax::ListOf&) {
                          List list;
                          for (const auto& element : expr.operands)
                            list.push_back(data_value(context, element, module));
                          return Value(std::move(list));
                        },
                        [&](const syntax::Call&) { return data_call(context, expr, module); },
                        [](const auto&) { return Value(); },
                    },
                    expr.node);
}

// A nested `word small { … }` appends to the list `word`; without a name it is
// one record.
Record data_record(Context& context, const syntax::Block& block, std::size_t module) {
  Record record;
  std::map<std::string, List> lists;
  for (const auto& entry : block.entries) {
    if (const auto* setting = std::get_if<syntax::Setting>(&entry)) {
      if (const auto* data = std::get_if<syntax::Data>(&setting->value))
        add_field(record, setting->key.id, data_value(context, data->value, module));
      continue;
    }
    const auto& nested = std::get<syntax::Block>(entry);
    Record inner = data_record(context, nested, module);
    if (!nested.name) {
      add_field(record, nested.keyword.id, Value(std::move(inner)));
      continue;
    }
    if (!inner.find("name")) add_field(inner, "name", Value(nested.name->id));
    if (!lists.contains(nested.keyword.id)) add_field(record, nested.keyword.id, Value(List{}));
    lists[nested.keyword.id].push_back(Value(std::move(inner)));
  }
  for (auto& [name, list] : lists)
    for (auto& field : record.fields)
      if (field.first == name) field.second = Value(std::move(list));
  return record;
}

}  // namespace cairn
