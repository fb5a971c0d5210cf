#include "stdlib/native/decimal.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

namespace cairn {
namespace {

// Beyond every double; keeps sums of exponents far from overflow.
constexpr long long largest_exponent = 1'000'000'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<long long> exponent_of(std::string_view written) {
  if (written.starts_with('+')) written.remove_prefix(1);
  const bool negative = written.starts_with('-');
  const auto digits = written.substr(negative ? 1 : 0);
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
  long long value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc() || value > largest_exponent) value = largest_exponent;
  return negative ? -value : value;
}

void settle(Decimal& number) {
  const auto first = number.digits.find_first_not_of('0');
  if (first == std::string::npos) {
    number = {};
    return;
  }
  number.digits.erase(0, first);
  const auto end = number.digits.find_last_not_of('0') + 1;
  number.exponent += static_cast<long long>(number.digits.size() - end);
  number.digits.resize(end);
}

std::optional<Decimal> read(std::string_view written) {
  Decimal number;
  number.negative = written.starts_with('-');
  if (number.negative) written.remove_prefix(1);
  const auto mark = written.find_first_of("eE");
  if (mark != written.npos) {
    const auto exponent = exponent_of(written.substr(mark + 1));
    if (!exponent) return std::nullopt;
    number.exponent = *exponent;
    written = written.substr(0, mark);
  }
  bool after_point = false;
  for (const char c : written) {
    if (c == '.' && !after_point) {
      after_point = true;
    } else if (is_digit(c)) {
      number.digits += c;
      if (after_point) --number.exponent;
    } else {
      return std::nullopt;
    }
  }
  if (number.digits.empty()) return std::nullopt;
  settle(number);
  return number;
}

std::uint64_t remainder(std::string_view digits, std::uint64_t divisor) {
  std::uint64_t rest = 0;
  for (const char c : digits) rest = (rest * 10 + static_cast<std::uint64_t>(c - '0')) % divisor;
  return rest;
}

std::strong_ordering compare_size(const Decimal& a, const Decimal& b) {
  const auto length = [](const Decimal& number) {
    return static_cast<long long>(number.digits.size()) + number.exponent;
  };
  if (a.is_zero() || b.is_zero()) return !a.is_zero() <=> !b.is_zero();
  if (length(a) != length(b)) return length(a) <=> length(b);
  return a.digits.compare(b.digits) <=> 0;  // The digits after a common start decide.
}

}  // namespace

Decimal decimal_of(const Number& number) {
  if (auto written = read(number.written)) return *written;
  if (auto computed = read(shortest(number.value))) return *computed;
  // No number at all, such as an infinity: beyond all others.
  return {.negative = std::signbit(number.value), .digits = "1", .exponent = largest_exponent};
}

std::strong_ordering compare(const Decimal& a, const Decimal& b) {
  if (a.negative != b.negative) return b.negative <=> a.negative;
  return a.negative ? compare_size(b, a) : compare_size(a, b);
}

bool is_multiple(const Number& number, const Number& unit) {
  const Decimal a = decimal_of(number);
  const Decimal b = decimal_of(unit);
  if (a.is_zero()) return true;
  // Neither ends in a zero, so a multiple has no fewer of them than the unit.
  if (a.exponent < b.exponent) return false;
  constexpr std::size_t most_digits = 18;
  if (b.digits.size() > most_digits) return std::remainder(number.value, unit.value) == 0;
  std::uint64_t divisor = 0;
  std::from_chars(b.digits.data(), b.digits.data() + b.digits.size(), divisor);
  // Each further zero of `a` takes a 2 and a 5 out of the divisor.
  const auto take_out = [&](std::uint64_t factor) {
    for (long long i = b.exponent; i < a.exponent && divisor % factor == 0; ++i) divisor /= factor;
  };
  take_out(2);
  take_out(5);
  return remainder(a.digits, divisor) == 0;
}

}  // namespace cairn
