#include "lang/operations.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn {
namespace {

std::string with_article(std::string_view kind) {
  if (kind == "yes_no") return "yes or no";
  if (kind == "media" || kind == "money") return std::string(kind);
  return fmt::format("a {}", kind);
}

Value in_unit(double value, Unit unit) { return Value(Amount{value, unit}); }

Value calculate_numbers(char op, double a, double b) {
  switch (op) {
    case '+':
      return Value(a + b);
    case '-':
      return Value(a - b);
    case '*':
      return Value(a * b);
    default:
      return b == 0 ? missing("a division by zero") : Value(a / b);
  }
}

Value calculate_amounts(char op, const Amount& a, const Amount& b) {
  if (a.unit != b.unit)
    return missing(
        fmt::format("{} and {} do not go together", kind_of(Value(a)), kind_of(Value(b))));
  switch (op) {
    case '+':
      return in_unit(a.value + b.value, a.unit);
    case '-':
      return in_unit(a.value - b.value, a.unit);
    case '/':
      return b.value == 0 ? missing("a division by zero") : Value(a.value / b.value);
    default:
      return missing(fmt::format("two {}s cannot be multiplied", kind_of(Value(a))));
  }
}

bool holds(Comparison::Op op, double a, double b) {
  switch (op) {
    case Comparison::Op::less:
      return a < b;
    case Comparison::Op::at_most:
      return a <= b;
    case Comparison::Op::more:
      return a > b;
    case Comparison::Op::at_least:
      return a >= b;
    case Comparison::Op::is:
      return a == b;
  }
  return false;
}

bool only_blanks(std::string_view text) {
  return text.find_first_not_of(" \t\n\r\v\f") == text.npos;
}

Value is_empty(const Value& value) {
  if (const auto* text = value.as<std::string>()) return Value(only_blanks(*text));
  if (const auto* list = value.as<List>()) return Value(list->empty());
  if (const auto* record = value.as<Record>()) return Value(record->fields.empty());
  return not_a("text", value);
}

}  // namespace

Truth truth_of(const Value& value) {
  if (const auto* truth = value.as<bool>()) return *truth ? Truth::yes : Truth::no;
  return Truth::missing;
}

Value not_a(std::string_view wanted, const Value& value) {
  if (value.is_missing()) return value;
  return missing(fmt::format("{} is {}, not {}", shown(value, 40), with_article(kind_of(value)),
                             with_article(wanted)));
}

Value calculate(char op, const Value& left, const Value& right) {
  if (left.is_missing()) return left;
  if (right.is_missing()) return right;
  const auto* a = left.as<Number>();
  const auto* b = right.as<Number>();
  if (a && b) return calculate_numbers(op, a->value, b->value);
  const auto* first = left.as<Amount>();
  const auto* second = right.as<Amount>();
  if (first && second) return calculate_amounts(op, *first, *second);
  if (first && b && op == '*') return in_unit(first->value * b->value, first->unit);
  if (first && b && op == '/')
    return b->value == 0 ? missing("a division by zero")
                         : in_unit(first->value / b->value, first->unit);
  if (a && second && op == '*') return in_unit(a->value * second->value, second->unit);
  return a || first ? not_a(kind_of(left), right) : not_a("number", left);
}

Value negate(const Value& value) {
  if (const auto* number = value.as<Number>()) return Value(-number->value);
  if (const auto* amount = value.as<Amount>()) return in_unit(-amount->value, amount->unit);
  return not_a("number", value);
}

Value compare(Comparison::Op op, const Value& left, const Value& right) {
  if (left.is_missing()) return left;
  if (right.is_missing()) return right;
  const auto* a = left.as<Number>();
  const auto* b = right.as<Number>();
  if (a && b) return Value(holds(op, a->value, b->value));
  const auto* first = left.as<Amount>();
  const auto* second = right.as<Amount>();
  if (first && second && first->unit == second->unit)
    return Value(holds(op, first->value, second->value));
  if (op == Comparison::Op::is && left.data.index() == right.data.index() && !first)
    return Value(same(left, right));
  if (op == Comparison::Op::is) return not_a(kind_of(right), left);
  return a || first ? not_a(kind_of(left), right) : not_a("number", left);
}

Value test_state(const StateTest& test, const Value& value) {
  switch (test.state) {
    case StateTest::State::empty:
      return inverted_if(test.negated, is_empty(value));
    case StateTest::State::present:
      return Value(value.is_missing() == test.negated);
    case StateTest::State::missing:
      return Value(value.is_missing() != test.negated);
  }
  return {};
}

Value field_missing(const Value& record, std::string_view name) {
  if (!record.as<Record>()) return not_a("record", record);
  return missing(fmt::format("there is no `{}` in {}", name, shown(record, 60)));
}

Value inverted_if(bool negated, Value value) {
  if (negated)
    if (const auto* truth = value.as<bool>()) return Value(!*truth);
  return value;
}

}  // namespace cairn
