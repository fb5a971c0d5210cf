// The operators of the language on values, with its rules for what is missing
// (language.md section 4, "Nothing found"). Used by the evaluator alone.
#pragma once

#include "lang/expression.h"
#include "lang/value.h"

namespace cairn {

enum class Truth { no, yes, missing };

// A yes/no value as it is; missing and values of another kind are missing.
Truth truth_of(const Value& value);

// "this is a text, not a number": for values of the wrong kind, and the reason
// carried on for values that are missing already.
Value not_a(std::string_view wanted, const Value& value);

Value calculate(char op, const Value& left, const Value& right);
Value negate(const Value& value);
Value compare(Comparison::Op op, const Value& left, const Value& right);
Value test_state(const StateTest& test, const Value& value);
Value field_missing(const Value& record, std::string_view name);

// Turns yes into no and no into yes; missing stays missing.
Value inverted_if(bool negated, Value value);

}  // namespace cairn
