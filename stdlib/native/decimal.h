// Numbers exactly as they are written, for where a double's last bit would decide:
// JSON Schema's limits and multiples, and whether two values are the same.
#pragma once

#include <compare>
#include <string>

#include "lang/value.h"

namespace cairn {

// digits × 10^exponent. Without zeros at either end of `digits`, so that each
// number has one form; zero has no digits.
struct Decimal {
  bool negative = false;
  std::string digits;
  long long exponent = 0;

  bool is_zero() const { return digits.empty(); }
  bool is_whole() const { return exponent >= 0; }
  bool operator==(const Decimal&) const = default;
};

// What the number's text says, or the shortest text of a computed one.
Decimal decimal_of(const Number& number);

std::strong_ordering compare(const Decimal& a, const Decimal& b);

// Whether `number` is a whole number of times `unit`. Exact for units of up to 18
// digits; beyond, as exact as a double. REQUIRES: unit is not zero.
bool is_multiple(const Number& number, const Number& unit);

}  // namespace cairn
