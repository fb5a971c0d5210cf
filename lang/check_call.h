// Calls of functions, and tests of texts, which are calls of natives too. Only
// lang/check*.cpp include this.
#pragma once

#include <functional>

#include "lang/check_context.h"

namespace cairn {

using TypeOperand = std::function<Expr(const syntax::Expr&)>;

Expr check_call(Context& context, Environment& environment, const syntax::Expr& written,
                const syntax::Call& call, const TypeOperand& type);

Expr check_text_test(Context& context, Environment& environment, const syntax::Expr& written,
                     const syntax::Compare& compare, const TypeOperand& type);

// `lower(x) is "Yes"` is never true.
void warn_of_lower(Context& context, const Expr& left, const Expr& right);

// A variable's or parameter's name must be free, here and in the language.
void check_new_name(Context& context, const Environment& environment, const syntax::Name& name);

// Opens the variable of a `for each` in the environment.
program::ForEach open_for_each(Context& context, Environment& environment,
                               const syntax::ForEach& written);

}  // namespace cairn
