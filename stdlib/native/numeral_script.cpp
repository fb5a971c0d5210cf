// Digits, signs and fractions beyond ASCII.
#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "stdlib/native/numeral.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

struct Replacement {
  char32_t from;
  std::string_view to;
};

constexpr std::array replacements = {
    Replacement{0xBC, "1/4"},   Replacement{0xBD, "1/2"},    Replacement{0xBE, "3/4"},
    Replacement{0x66A, "%"},    Replacement{0x66B, "."},     Replacement{0x66C, ","},
    Replacement{0x2013, "-"},   Replacement{0x2044, "/"},    Replacement{0x2150, "1/7"},
    Replacement{0x2151, "1/9"}, Replacement{0x2152, "1/10"}, Replacement{0x2153, "1/3"},
    Replacement{0x2154, "2/3"}, Replacement{0x2155, "1/5"},  Replacement{0x2156, "2/5"},
    Replacement{0x2157, "3/5"}, Replacement{0x2158, "4/5"},  Replacement{0x2159, "1/6"},
    Replacement{0x215A, "5/6"}, Replacement{0x215B, "1/8"},  Replacement{0x215C, "3/8"},
    Replacement{0x215D, "5/8"}, Replacement{0x215E, "7/8"},  Replacement{0x2212, "-"},
    Replacement{0xFE63, "-"},   Replacement{0xFF05, "%"},    Replacement{0xFF0C, ","},
    Replacement{0xFF0D, "-"},   Replacement{0xFF0E, "."},    Replacement{0xFF0F, "/"},
};
static_assert(std::ranges::is_sorted(replacements, {}, &Replacement::from));

bool digit_before(std::string_view text, std::size_t back = 1) {
  return text.size() >= back && text[text.size() - back] >= '0' && text[text.size() - back] <= '9';
}

int digit_value(std::string_view text, std::size_t& at) {
  return at < text.size() ? u_charDigitValue(static_cast<UChar32>(next_code_point(text, at))) : -1;
}

// Whether a blank that does not break ("1 250") groups the digits around it.
bool groups_digits(std::string_view before, std::string_view text, std::size_t at) {
  if (!digit_before(before)) return false;
  for (int i = 0; i < 3; ++i)
    if (digit_value(text, at) < 0) return false;
  return digit_value(text, at) < 0;
}

void append_fraction(std::string& out, std::string_view fraction) {
  if (digit_before(out)) out += ' ';
  if (!out.empty() && (out.back() == '/' || out.back() == '.' || out.back() == ',')) out += '|';
  out += fraction;
  out += '|';  // So that no digit after it belongs to it.
}

void append_other(std::string& out, char32_t c) {
  const auto character = static_cast<UChar32>(c);
  if (const int digit = u_charDigitValue(character); digit >= 0)
    out += static_cast<char>('0' + digit);
  else if (u_charType(character) == U_CURRENCY_SYMBOL)
    out += '$';
  else
    out += is_blank(c) ? ' ' : is_word_character(c) ? 'x' : '|';
}

}  // namespace

std::string with_plain_numerals(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c < 0x80) {
      out += static_cast<char>(c);
      continue;
    }
    const auto* found = std::ranges::lower_bound(replacements, c, {}, &Replacement::from);
    if (found != replacements.end() && found->from == c) {
      if (found->to.size() > 1)
        append_fraction(out, found->to);
      else
        out += found->to;
    } else if ((c == 0xA0 || c == 0x2009 || c == 0x202F) && groups_digits(out, text, at)) {
      out += ',';
    } else {
      append_other(out, c);
    }
  }
  return out;
}

}  // namespace cairn
