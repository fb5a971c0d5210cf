// Numbers, shares and amounts, and what people write instead of them.
#include <charconv>
#include <cmath>

#include "lang/pending.h"
#include "lang/units.h"

namespace cairn {
namespace {

using enum DiagnosticKind;

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
bool is_word_char(char byte) {
  return is_digit(byte) || byte == '_' || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z');
}

// After digits and what stands behind a point.
std::uint32_t digits_end(const Reader& reader, std::uint32_t at) {
  while (is_digit(reader.peek(at))) ++at;
  if (reader.peek(at) == '.' && is_digit(reader.peek(at + 1))) {
    ++at;
    while (is_digit(reader.peek(at))) ++at;
  }
  return at;
}

double value_of(std::string_view digits) {
  double value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// The unit after a number, if it is one and no key (`count: 3 seconds: 5`).
std::uint32_t unit_end(const Reader& reader, std::uint32_t number_end) {
  const auto begin = reader.skip_blanks(number_end);
  auto end = begin;
  while (is_word_char(reader.peek(end))) ++end;
  if (begin == number_end || end == begin) return number_end;
  if (find_unit(reader.text().substr(begin, end - begin)) == nullptr) return number_end;
  return reader.peek(reader.skip_blanks(end)) == ':' ? number_end : end;
}

// What a number with letters in it was meant to be: "20 seconds" for 20s.
std::string meant_number(std::string_view digits, std::string_view rest) {
  if (const auto unit = meant_unit(rest); !unit.empty())
    return std::string(digits) + " " + std::string(unit);
  std::string plain;
  for (const char byte : std::string(digits) + std::string(rest))
    if (byte != '_') plain += byte;
  double value = 0;
  const auto read = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (read.ec != std::errc() || read.ptr != plain.data() + plain.size()) return {};
  return std::isfinite(value) && value < 1e15 && value == std::floor(value)
             ? fmt::format("{:.0f}", value)
             : std::string();
}

bool second_point(const Reader& reader, std::uint32_t at) {
  return reader.peek(at) == '.' && is_digit(reader.peek(at + 1));
}

struct Written {
  Reader& reader;
  std::uint32_t begin, digits, end;
  std::string_view text() const { return reader.text().substr(begin, end - begin); }
  double value() const {
    const auto number = reader.text().substr(digits, end - digits);
    return reader.peek(begin) == '-' ? -value_of(number) : value_of(number);
  }
};

// 20s, 12abc, 1e5, 1_000, 1.5.2
void read_bad_number(Pending& pending, const Written& number, std::uint32_t& at) {
  auto& reader = pending.reader;
  auto end = number.end;
  while (is_word_char(reader.peek(end)) || second_point(reader, end)) ++end;
  const auto span = reader.span(number.begin, end);
  const auto meant =
      meant_number(number.text(), reader.text().substr(number.end, end - number.end));
  auto& made = reader.report(bad_number, span, reader.written(span));
  if (meant.empty())
    made.with_help("a name begins with a letter; a text stands in quotes: `\"" +
                   std::string(reader.written(span)) + "\"`");
  else
    made.with_help("write `" + meant + "`")
        .with_fix({"write `" + meant + "`", {{span, meant}}, true});
  pending.push({.at = span, .node = syntax::Number{number.value(), std::string(number.text())}});
  at = end;
}

void read_share(Pending& pending, const Written& number, std::uint32_t& at, std::uint32_t percent) {
  auto& reader = pending.reader;
  at = percent + 1;
  const auto span = reader.span(number.begin, at);
  if (percent > number.end) {
    const auto gap = reader.span(number.end, percent);
    reader.report(blank_before_percent, span, reader.written(span))
        .with_help("write `" + std::string(number.text()) + "%`")
        .with_fix({"take the blank out", {{gap, ""}}, true});
  }
  // Read as 80e-2, so that 33.3% is the number nearest to 0.333.
  const double value = value_of(std::string(number.text()) + "e-2");
  pending.push({.at = span, .node = syntax::Share{value, std::string(number.text()) + "%"}});
}

void warn_of_zeros(Pending& pending, const Written& number) {
  auto& reader = pending.reader;
  const auto digits = reader.text().substr(number.digits, number.end - number.digits);
  if (digits.size() < 2 || digits[0] != '0' || !is_digit(digits[1])) return;
  const auto plain = digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  reader.report(leading_zero, reader.span(number.begin, number.end), number.text())
      .with_help(
          fmt::format("write `\"{}\"` if it is a text, such as a code; `{}` if it is a number",
                      number.text(), plain))
      .with_fix(
          {"make it a text",
           {{reader.span(number.begin, number.end), "\"" + std::string(number.text()) + "\""}}})
      .with_fix(
          {"make it a number", {{reader.span(number.begin, number.end), std::string(plain)}}});
}

}  // namespace

bool skip_number(const Reader& reader, std::uint32_t& at, NumberRules rules) {
  const auto digits = at + (rules.sign && reader.peek(at) == '-' ? 1U : 0U);
  if (!is_digit(reader.peek(digits))) return false;
  at = digits_end(reader, digits);
  if (reader.peek(at) == '%')
    ++at;
  else if (rules.units)
    at = unit_end(reader, at);
  while (is_word_char(reader.peek(at))) ++at;
  return true;
}

bool read_number(Pending& pending, std::uint32_t& at, NumberRules rules) {
  auto& reader = pending.reader;
  const auto digits = at + (rules.sign && reader.peek(at) == '-' ? 1U : 0U);
  if (!is_digit(reader.peek(digits))) return false;
  const Written number{reader, at, digits, digits_end(reader, digits)};
  const auto next = reader.skip_blanks(number.end);
  if (is_word_char(reader.peek(number.end)) || second_point(reader, number.end)) {
    read_bad_number(pending, number, at);
    return true;
  }
  if (reader.peek(next) == '%') {
    read_share(pending, number, at, next);
    return true;
  }
  warn_of_zeros(pending, number);
  const auto unit = rules.units ? unit_end(reader, number.end) : number.end;
  at = unit;
  const std::string text(number.text());
  if (unit == number.end) {
    pending.push(
        {.at = reader.span(number.begin, at), .node = syntax::Number{number.value(), text}});
  } else {
    const syntax::Name name{reader.span(next, unit),
                            std::string(reader.text().substr(next, unit - next))};
    pending.push({.at = reader.span(number.begin, at),
                  .node = syntax::Quantity{number.value(), text, name}});
  }
  return true;
}

}  // namespace cairn
