// A syntax tree on one line, with every grouping shown by braces: for table tests.
#pragma once

#include <fmt/format.h>

#include <string>

#include "lang/overloaded.h"
#include "lang/syntax.h"

namespace cairn {

inline std::string dump(const syntax::Expr& expr);

inline std::string dump_all(const std::vector<syntax::Expr>& operands, std::string_view between) {
  std::string out;
  for (const auto& operand : operands) {
    if (!out.empty()) out += between;
    out += dump(operand);
  }
  return out;
}

inline std::string dump_operator(const syntax::Compare& compare) {
  constexpr std::string_view names[] = {"is",          "one of",   "empty",    "present",
                                        "missing",     "<",        "<=",       ">",
                                        ">=",          "contains", "mentions", "matches",
                                        "starts with", "ends with"};
  constexpr std::string_view many[] = {"", " any of", " all of", " none of"};
  std::string out(names[static_cast<std::size_t>(compare.op)]);
  out += many[static_cast<std::size_t>(compare.many)];
  if (compare.negated) out = "not " + out;
  if (compare.ignoring_case) out += " ignoring case";
  return out;
}

inline std::string dump_loop(const syntax::Loop& loop, const std::vector<syntax::Expr>& operands) {
  constexpr std::string_view kinds[] = {"every",   "some",     "no",    "at least", "at most",
                                        "exactly", "share",    "count", "sum",      "average",
                                        "largest", "smallest", "list"};
  std::string out(kinds[static_cast<std::size_t>(loop.kind)]);
  if (!loop.limit.empty()) out += " " + loop.limit;
  out += " " + loop.variable.id + " in " + dump(operands[0]);
  std::size_t next = 1;
  if (loop.has_where) out += " where " + dump(operands[next++]);
  if (loop.has_body) out += ": " + dump(operands[next]);
  return "{" + out + "}";
}

inline std::string dump(const syntax::Expr& expr) {
  const auto& of = expr.operands;
  const auto made = Overloaded{
      [](const syntax::Text& text) { return (text.raw ? "raw \"" : "\"") + text.value + "\""; },
      [](const syntax::Number& number) { return number.written; },
      [](const syntax::Share& share) { return share.written; },
      [](const syntax::Quantity& quantity) { return quantity.written + " " + quantity.unit.id; },
      [](const syntax::Word& word) { return word.id; },
      [](const syntax::PassAt& pass) { return fmt::format("pass{}{}", pass.sign, pass.samples); },
      [&](const syntax::ListOf&) { return "[" + dump_all(of, ", ") + "]"; },
      [&](const syntax::Paren&) { return "(" + dump(of[0]) + ")"; },
      [&](const syntax::Call& call) { return call.function.id + "(" + dump_all(of, ", ") + ")"; },
      [&](const syntax::FieldOf& field) {
        return dump(of[0]) + "." + (field.quoted ? "\"" + field.field.id + "\"" : field.field.id);
      },
      [&](const syntax::Pick&) { return dump(of[0]) + "[" + dump(of[1]) + "]"; },
      [&](const syntax::Negate&) { return "{-" + dump(of[0]) + "}"; },
      [&](const syntax::Binary& binary) {
        return fmt::format("{{{} {} {}}}", dump(of[0]), binary.op, dump(of[1]));
      },
      [&](const syntax::Compare& compare) {
        const auto left = dump(of[0]) + " " + dump_operator(compare);
        return "{" + left + (of.size() > 1 ? " " + dump(of[1]) : "") + "}";
      },
      [&](const syntax::And&) { return "{" + dump_all(of, " and ") + "}"; },
      [&](const syntax::Or&) { return "{" + dump_all(of, " or ") + "}"; },
      [&](const syntax::Not&) { return "{not " + dump(of[0]) + "}"; },
      [&](const syntax::Loop& loop) { return dump_loop(loop, of); },
  };
  return std::visit(made, expr.node);
}

}  // namespace cairn
