// Numbers as people and models write them in a text: the rule behind `number`
// and `numbers`, which is stated in full in stdlib/number.eval.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cairn {

struct Numeral {
  double value = 0;
  std::string_view written;  // Without its sign; in what the scan was given.
  bool unclear = false;      // "1.250,50", "3,14": readable in more than one way.
};

// Goes through a text from its start; allocates nothing. REQUIRES: a text that went
// through `with_plain_numerals`, if it is not ASCII.
class NumeralScan {
 public:
  explicit NumeralScan(std::string_view text) : text_(text) {}
  std::optional<Numeral> next();

 private:
  struct Fraction {
    double value = 0;
    std::size_t end = 0;
  };

  bool digit_at(std::size_t at) const;
  std::size_t digits_end(std::size_t at) const;
  std::optional<Fraction> fraction_at(std::size_t begin) const;
  std::size_t chain_end(std::size_t begin) const;
  bool has_leading_point(std::size_t digit) const;
  bool has_minus(std::size_t begin) const;
  std::optional<Numeral> slashes(std::size_t begin, std::size_t end);
  Numeral run(std::size_t begin, std::size_t end);
  Numeral one_part(std::size_t begin);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t parts_until_ = 0;  // Before it each group of digits is a number of its own.
};

// The same text with the digits, signs and fractions of other scripts and of good
// typography as ASCII has them; every other letter becomes `x`.
std::string with_plain_numerals(std::string_view text);

}  // namespace cairn
