#include "stdlib/native/numeral.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace cairn {
namespace {

constexpr bool is_plain_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_name_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
constexpr bool joins_digits(char c) { return c == '.' || c == ','; }

// Without the commas. Nothing for what no double can hold.
std::optional<double> value_of(std::string_view written) {
  std::array<char, 64> buffer{};
  std::size_t size = 0;
  for (const char c : written) {
    if (c == ',') continue;
    if (size == buffer.size()) return std::nullopt;
    buffer[size++] = c;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(buffer.data(), buffer.data() + size, value);
  if (error != std::errc() || end != buffer.data() + size) return std::nullopt;
  return value;
}

// "1,250,000", or by lakhs "12,50,000": the last group has three digits, the ones
// between are all of three or all of two.
bool is_grouped(std::string_view whole) {
  std::array<std::size_t, 24> groups{};
  std::size_t count = 0, size = 0;
  for (const char c : whole) {
    if (c != ',') {
      ++size;
      continue;
    }
    if (count + 1 == groups.size()) return false;
    groups[count++] = std::exchange(size, 0);
  }
  if (size != 3 || groups[0] == 0 || groups[0] > 3) return false;
  const auto* between = groups.data() + 1;
  const auto* end = groups.data() + count;
  if (std::all_of(between, end, [](auto n) { return n == 3; })) return true;
  return groups[0] <= 2 && std::all_of(between, end, [](auto n) { return n == 2; });
}

// "1.250.000": groups of three as some countries write them.
bool is_grouped_by_points(std::string_view run) {
  if (run.find('.') > 3) return false;
  std::size_t size = 3;
  for (const char c : run.substr(run.find('.') + 1)) {
    if (c == '.' && size != 3 && size != 0) return false;
    size = c == '.' ? 0 : (size == 3 ? 1 : size + 1);
  }
  return size == 3;
}

enum class Reading { one, parts, unclear };

Reading reading_of(std::string_view run) {
  const auto points = std::ranges::count(run, '.');
  const auto commas = std::ranges::count(run, ',');
  if (commas == 0) {
    if (points <= 1) return Reading::one;
    return is_grouped_by_points(run) ? Reading::unclear : Reading::parts;
  }
  const auto point = run.find('.');
  if (points <= 1 && (points == 0 || run.find(',', point) == run.npos) &&
      is_grouped(run.substr(0, point)))
    return Reading::one;
  return points == 0 && commas > 1 ? Reading::parts : Reading::unclear;
}

}  // namespace

bool NumeralScan::digit_at(std::size_t at) const {
  return at < text_.size() && is_plain_digit(text_[at]);
}

std::size_t NumeralScan::digits_end(std::size_t at) const {
  while (digit_at(at)) ++at;
  return at;
}

// "3/4", alone: no further slash or point at either end, no letter before it.
std::optional<NumeralScan::Fraction> NumeralScan::fraction_at(std::size_t begin) const {
  const auto slash = digits_end(begin);
  if (slash == begin || slash >= text_.size() || text_[slash] != '/') return std::nullopt;
  const auto end = digits_end(slash + 1);
  if (end == slash + 1) return std::nullopt;
  if (begin > 0 && (text_[begin - 1] == '/' || is_name_letter(text_[begin - 1])))
    return std::nullopt;
  if (end < text_.size() && (text_[end] == '/' || joins_digits(text_[end])) && digit_at(end + 1))
    return std::nullopt;
  const auto above = value_of(text_.substr(begin, slash - begin));
  const auto below = value_of(text_.substr(slash + 1, end - slash - 1));
  if (!above || !below || *below == 0) return std::nullopt;
  return Fraction{*above / *below, end};
}

// The end of "3/4/2024", or `begin` for fewer than three groups.
std::size_t NumeralScan::chain_end(std::size_t begin) const {
  std::size_t end = digits_end(begin), groups = 1;
  for (; end < text_.size() && text_[end] == '/' && digit_at(end + 1); ++groups)
    end = digits_end(end + 1);
  return groups > 2 ? end : begin;
}

// ".5", but not "x.5" nor "...5".
bool NumeralScan::has_leading_point(std::size_t digit) const {
  if (digit == at_ || text_[digit - 1] != '.') return false;
  if (digit == 1) return true;
  const char before = text_[digit - 2];
  return !is_plain_digit(before) && !is_name_letter(before) && before != '.';
}

// A hyphen is a minus when no letter, digit or other hyphen stands before it; nor a
// sign that ends a number ("5%-10%", "5€-10€").
bool NumeralScan::has_minus(std::size_t begin) const {
  std::size_t at = begin;
  if (at > 0 && text_[at - 1] == '$') --at;
  if (at == 0 || text_[at - 1] != '-') return false;
  --at;
  if (at > 1 && (text_[at - 1] == '%' || text_[at - 1] == '$') && is_plain_digit(text_[at - 2]))
    return false;
  return at == 0 ||
         !(is_plain_digit(text_[at - 1]) || is_name_letter(text_[at - 1]) || text_[at - 1] == '-');
}

// What begins with digits and a slash, or with digits, a blank and a fraction.
std::optional<Numeral> NumeralScan::slashes(std::size_t begin, std::size_t end) {
  if (end == text_.size()) return std::nullopt;
  double whole = 0;
  std::optional<Fraction> fraction;
  if (text_[end] == '/') {
    fraction = fraction_at(begin);
    if (!fraction) parts_until_ = chain_end(begin);
  } else if (text_[end] == ' ' && (begin == 0 || text_[begin - 1] != '/')) {
    fraction = fraction_at(end + 1);
    const auto above = value_of(text_.substr(begin, end - begin));
    if (!fraction || fraction->value >= 1 || !above) return std::nullopt;
    whole = *above;
  }
  if (!fraction) return std::nullopt;
  at_ = fraction->end;
  const double value = whole + fraction->value;
  return Numeral{has_minus(begin) ? -value : value, text_.substr(begin, at_ - begin)};
}

Numeral NumeralScan::one_part(std::size_t begin) {
  at_ = digits_end(begin);
  const auto written = text_.substr(begin, at_ - begin);
  const auto value = value_of(written);
  return {value.value_or(0), written, !value};
}

// Digits joined by points and commas, with an exponent if one follows.
Numeral NumeralScan::run(std::size_t begin, std::size_t end) {
  const auto reading = reading_of(text_.substr(begin, end - begin));
  if (reading == Reading::parts) {
    parts_until_ = end;
    Numeral first = one_part(begin);
    if (has_minus(begin)) first.value = -first.value;
    return first;
  }
  const bool after_letter = begin > 0 && is_name_letter(text_[begin - 1]);
  if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E') && !after_letter) {
    const bool sign = end + 1 < text_.size() && (text_[end + 1] == '-' || text_[end + 1] == '+');
    const auto exponent = end + (sign ? 2 : 1);
    const auto beyond = digits_end(exponent);
    if (beyond > exponent && (beyond == text_.size() || !is_name_letter(text_[beyond])))
      end = beyond;
  }
  at_ = end;
  const auto written = text_.substr(begin, end - begin);
  const auto value = value_of(written);
  if (reading == Reading::unclear || !value) return {0, written, true};
  return {has_minus(begin) ? -*value : *value, written};
}

std::optional<Numeral> NumeralScan::next() {
  std::size_t begin = at_;
  while (begin < text_.size() && !is_plain_digit(text_[begin])) ++begin;
  if (begin == text_.size()) return std::nullopt;
  if (begin < parts_until_) return one_part(begin);
  std::size_t end = digits_end(begin);
  const bool plain = end == text_.size() || !joins_digits(text_[end]) || !digit_at(end + 1);
  if (has_leading_point(begin)) return run(begin - 1, end);
  if (plain) {
    if (auto found = slashes(begin, end)) return found;
    if (begin < parts_until_) return one_part(begin);
  }
  while (end < text_.size() && joins_digits(text_[end]) && digit_at(end + 1))
    end = digits_end(end + 1);
  return run(begin, end);
}

}  // namespace cairn
