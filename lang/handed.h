// What a check's judge, tool, reward, embedding or panel would be given of an
// answer: where one of these is missing, nobody is asked (language.md, section 4,
// "Nothing found").
#pragma once

#include <vector>

#include "lang/plan.h"

namespace cairn {

// Expressions over `item`, `answer`, `answers`, `prompt`, `reply` and the element;
// what a tool takes is filled in. What only the asker knows (`question`) is left out.
std::vector<Expr> handed_to(const Plan& plan, const program::Check& check);

// Whether the expression reads this name of its scope.
bool reads(const Expr& expr, ScopeName name);

// Whether any expression of the check does, or of what is handed for it.
bool reads_anywhere(const program::Check& check, const std::vector<Expr>& handed, ScopeName name);

}  // namespace cairn
