#include "stdlib/native/decimal.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <limits>
#include <string>

#include "stdlib/native/equality_key.h"

using namespace cairn;

namespace {

Number number(const std::string& written) {
  return {std::strtod(written.c_str(), nullptr), written};
}

}  // namespace

TEST_CASE("decimals have one form") {
  struct Case {
    std::string written, digits;
    long long exponent;
    bool whole;
  };
  const Case cases[] = {
      {"0", "", 0, true},
      {"-0.00e7", "", 0, true},
      {"1.0", "1", 0, true},
      {"100", "1", 2, true},
      {"0.0750", "75", -3, false},
      {"12e-1", "12", -1, false},
      {"120e-1", "12", 0, true},
      {"1E+2", "1", 2, true},
      {"9007199254740993", "9007199254740993", 0, true},
      {"1e-99999999999999999999", "1", -1'000'000'000'000, false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.written);
    const Decimal found = decimal_of(number(c.written));
    CHECK(found.digits == c.digits);
    CHECK(found.exponent == c.exponent);
    CHECK(found.is_whole() == c.whole);
  }
  CHECK(decimal_of(Number{0.5, ""}).digits == "5");      // Computed.
  CHECK(decimal_of(Number{0.5, "half"}).digits == "5");  // Written otherwise.
  CHECK(decimal_of(Number{std::numeric_limits<double>::infinity(), ""}).is_whole());
}

TEST_CASE("decimals are ordered") {
  const std::string ascending[] = {"-1e300",
                                   "-9007199254740993",
                                   "-9007199254740992",
                                   "-0.1",
                                   "0",
                                   "1e-400",
                                   "0.1",
                                   "0.10000000000000000001",
                                   "0.11",
                                   "9007199254740992",
                                   "9007199254740993",
                                   "1e300"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      CAPTURE(ascending[i]);
      CAPTURE(ascending[j]);
      CHECK(compare(decimal_of(number(ascending[i])), decimal_of(number(ascending[j]))) ==
            (i <=> j));
    }
  }
}

TEST_CASE("multiples are exact") {
  struct Case {
    std::string number, unit;
    bool multiple;
  };
  const Case cases[] = {
      {"0", "7", true},
      {"0.0075", "0.0001", true},
      {"0.00751", "0.0001", false},
      {"4.35", "0.01", true},  // A double says no.
      {"-4.5", "1.5", true},
      {"35", "1.5", false},
      {"1e308", "0.123456789", false},
      {"12391239123", "1e-8", true},
      {"9007199254740993", "2", false},
      {"123456789012345678901234567890", "10", true},
      {"123456789012345678901234567890", "11", false},
      {"1e300", "8", true},
      {"5", "10", false},
      {"1e-400", "0.1", false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.number);
    CAPTURE(c.unit);
    CHECK(is_multiple(number(c.number), number(c.unit)) == c.multiple);
  }
}

TEST_CASE("equal values have equal keys, and no others have") {
  const Value same[][2] = {
      {Value(number("1.0")), Value(number("1"))},
      {Value(number("1e2")), Value(100.0)},
      {Value(Record{{{"a", Value(1.0)}, {"b", Value()}}}),
       Value(Record{{{"b", Value()}, {"a", Value(1.0)}}})},
      {missing("one reason"), missing("another")},
  };
  for (const auto& pair : same) CHECK(equality_key(pair[0]) == equality_key(pair[1]));
  const Value different[] = {Value(),
                             Value(false),
                             Value(0.0),
                             Value("0"),
                             Value(""),
                             Value(List{}),
                             Value(Record{}),
                             Value(List{Value(List{})}),
                             Value(List{Value("a"), Value("b")}),
                             Value(List{Value("at1:b")}),
                             Value("ab"),
                             Value(number("9007199254740992")),
                             Value(number("9007199254740993")),
                             Value(Record{{{"a", Value()}}}),
                             Value(Record{{{"b", Value()}}}),
                             Value(true)};
  for (std::size_t i = 0; i < std::size(different); ++i)
    for (std::size_t j = 0; j < i; ++j)
      CHECK(equality_key(different[i]) != equality_key(different[j]));
}
