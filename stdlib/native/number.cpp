#include "stdlib/native/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "stdlib/native/numeral.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

Missing unclear_number(const Numeral& numeral) {
  return {fmt::format("`{}` can be read in more than one way; a number is written as in 1,250.50",
                      numeral.written.substr(0, 40))};
}

Found<double> last_number(std::string_view text) {
  std::string plain;
  if (!is_ascii(text)) plain = with_plain_numerals(text);
  std::optional<Numeral> last;
  NumeralScan scan(plain.empty() ? text : plain);
  while (auto one = scan.next()) last = one;
  if (!last) return Missing{fmt::format("there is no number in {}", shown(Value(text)))};
  if (last->unclear) return unclear_number(*last);
  return last->value;
}

using Choose = const double& (*)(const double&, const double&);

Found<double> chosen(const Value& first, std::optional<double> second, Choose choose) {
  if (second) {
    const auto number = NativeType<double>::from(first);
    if (number) return choose(*number, *second);
    return *argument_does_not_fit(first, "number").as<Missing>();
  }
  const auto values = NativeType<Numbers>::from(first);
  if (!values) return *argument_does_not_fit(first, "list of number").as<Missing>();
  if (values->empty()) return Missing{"nothing to choose from: the list is empty"};
  double best = values->front();
  for (const double value : *values) best = choose(best, value);
  return best;
}

// A number times a power of ten, exact in decimal: 2.675 and 2 give 267.5.
double shifted(double number, int places) {
  std::array<char, 64> digits{};
  auto* const begin = digits.data();
  auto* const end = begin + digits.size();
  const auto* const written = std::to_chars(begin, end, number, std::chars_format::scientific).ptr;
  const std::string_view text(begin, static_cast<std::size_t>(written - begin));
  const auto mantissa = text.substr(0, text.find('e'));
  int exponent = 0;
  std::from_chars(text.data() + mantissa.size() + (text[mantissa.size() + 1] == '+' ? 2 : 1),
                  written, exponent);
  const std::string moved = fmt::format("{}e{}", mantissa, exponent + places);
  double value = 0;
  std::from_chars(moved.data(), moved.data() + moved.size(), value);
  return value;
}

}  // namespace

Found<double> number(const Value& value) {
  if (const auto* number = value.as<Number>()) return number->value;
  if (const auto* text = value.as<std::string>()) return last_number(*text);
  return *argument_does_not_fit(value, "text or number").as<Missing>();
}

Found<Numbers> numbers(std::string_view text) {
  std::string plain;
  if (!is_ascii(text)) plain = with_plain_numerals(text);
  Numbers out;
  NumeralScan scan(plain.empty() ? text : plain);
  while (const auto one = scan.next()) {
    if (one->unclear) return unclear_number(*one);
    out.push_back(one->value);
  }
  return out;
}

bool close(double number, double other, double tolerance) {
  // 1.1 is within 0.1 of 1, though their difference as doubles is a little more.
  const double rounding =
      4 * std::numeric_limits<double>::epsilon() * std::max(std::fabs(number), std::fabs(other));
  return tolerance >= 0 && std::fabs(number - other) <= tolerance + rounding;
}

Found<double> scaled(double number, double low, double high) {
  if (low == high) return Missing{fmt::format("the scale has no length: from {} to {}", low, high)};
  return std::clamp((number - low) / (high - low), 0.0, 1.0);
}

double round(double number, std::optional<double> places) {
  constexpr double most = 15;
  const int shift = static_cast<int>(std::clamp(places.value_or(0), -most, most));
  if (!std::isfinite(number) || std::fabs(number) >= 1e15) return number;
  const double whole = std::round(shifted(number, shift));
  if (std::fabs(whole) >= 1e15) return number;  // Already as exact as a number can be.
  return shifted(whole, -shift) + 0.0;          // Never -0.
}

double abs(double number) { return std::fabs(number); }

Found<double> min(const Value& first, std::optional<double> second) {
  return chosen(first, second, std::min<double>);
}
Found<double> max(const Value& first, std::optional<double> second) {
  return chosen(first, second, std::max<double>);
}

double sum(const Numbers& values) {
  double total = 0;
  for (const double value : values) total += value;
  return total;
}

Found<double> average(const Numbers& values) {
  if (values.empty()) return Missing{"there is no average: the list is empty"};
  return sum(values) / static_cast<double>(values.size());
}

}  // namespace cairn
