// Gives every expression a type: names, functions and operators looked up, defines
// inlined, fields checked against the items. Its parts: comparisons
// (type_comparison.cpp), loops (type_loop.cpp), the rest (check_expression.cpp).
#pragma once

#include "lang/check_context.h"

namespace cairn {

// "a number", "yes or no", for messages.
std::string a_type(const Type& type);

// Whether values of it can be less and more.
bool ordered(const Type& type);

Expr constant(Span at, Type type, Value value);

inline bool knows_nothing(const Type& type) { return type.kind == Type::Kind::unknown; }

class Typer {
 public:
  Typer(Context& context, Environment& environment) : context_(context), env_(environment) {}

  Expr type(const syntax::Expr& e);
  Expr condition(const syntax::Expr& e);

 private:
  static Expr node(const syntax::Expr& e, Type type, decltype(Expr::node) made,
                   std::vector<Expr> operands);
  static Expr unknown(const syntax::Expr& e) { return constant(e.at, {}, Value()); }

  Expr type_quantity(const syntax::Expr& e, const syntax::Quantity& quantity);
  Expr metric_here(const syntax::Expr& e);
  Expr type_word(const syntax::Expr& e, const std::string& name);
  const FieldType* item_field(std::string_view name) const;
  std::string known_names() const;
  Expr type_list(const syntax::Expr& e);

  // --- fields ---------------------------------------------------------------

  Expr type_field(const syntax::Expr& e, const syntax::FieldOf& field, bool tested = false);
  void report_no_fields(const syntax::Expr& e, const syntax::FieldOf& field, const Expr& of);
  Expr unknown_field(const syntax::Expr& e, const syntax::FieldOf& field, const Expr& of);

  // Fields that some items lack are proved present later, where they are used.
  void oblige(const Expr& path);

  // --- arithmetic -------------------------------------------------------------

  Expr operand(const syntax::Expr& e, std::string_view operation);
  Expr type_negate(const syntax::Expr& e);
  Expr type_binary(const syntax::Expr& e, const syntax::Binary& binary);
  Type result_of(const syntax::Expr& e, const syntax::Binary& binary, const Type& a, const Type& b);

  // --- comparisons --------------------------------------------------------------

  Expr type_compare(const syntax::Expr& e, const syntax::Compare& compare);
  Expr type_state(const syntax::Expr& e, const syntax::Compare& compare);
  Expr type_order(const syntax::Expr& e, const syntax::Compare& compare);
  std::string unit_hint(Type::Kind kind, const syntax::Expr& number) const;

  // Where the left side is a verdict, bare words on the right are its verdicts.
  Expr right_of_is(const syntax::Expr& e, const Type& left);
  Expr type_equality(const syntax::Expr& e, const syntax::Compare& compare);
  void report_never_equal(const syntax::Expr& e, const Expr& left, const Type& right);

  // --- and, or, loops ---------------------------------------------------------

  Expr type_and(const syntax::Expr& e);
  Expr type_or(const syntax::Expr& e);
  Expr type_loop(const syntax::Expr& e, const syntax::Loop& loop);
  static bool is_fold(syntax::Loop::Kind kind);
  static Type loop_type(syntax::Loop::Kind kind, const Type& element);
  Expr loop_body(const syntax::Loop& loop, const syntax::Expr& body);
  static std::string_view fold_name(syntax::Loop::Kind kind);
  static Loop make_loop(const syntax::Loop& loop, const Local& variable);
  Local open_variable(const syntax::Name& name, const Type& element, const Expr& list);

  Context& context_;
  Environment& env_;
};

}  // namespace cairn
