#include "stdlib/native/jaro.h"

#include <algorithm>
#include <vector>

#include "stdlib/native/edit_distance.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

// '0' for vowels, '-' for h and w, which keep apart nothing.
char soundex_digit(char32_t letter) {
  constexpr std::string_view digits = "01230120022455012623010202";
  if (letter == 'h' || letter == 'w') return '-';
  return letter >= 'a' && letter <= 'z' ? digits[letter - 'a'] : '0';
}

}  // namespace

double jaro_similarity(std::string_view a, std::string_view b) {
  const auto left = code_points(a), right = code_points(b);
  if (left.empty() && right.empty()) return 1;
  const std::size_t half = std::max(left.size(), right.size()) / 2;
  const std::size_t reach = half > 0 ? half - 1 : 0;
  std::vector<bool> taken(right.size());
  std::u32string from_left, from_right;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const std::size_t end = std::min(right.size(), i + reach + 1);
    for (std::size_t j = i > reach ? i - reach : 0; j < end; ++j) {
      if (taken[j] || left[i] != right[j]) continue;
      taken[j] = true;
      from_left += left[i];
      break;
    }
  }
  for (std::size_t j = 0; j < right.size(); ++j)
    if (taken[j]) from_right += right[j];
  if (from_left.empty()) return 0;
  std::size_t out_of_order = 0;
  for (std::size_t i = 0; i < from_left.size(); ++i)
    out_of_order += from_left[i] != from_right[i] ? 1U : 0U;
  const auto shared = static_cast<double>(from_left.size());
  return (shared / static_cast<double>(left.size()) + shared / static_cast<double>(right.size()) +
          (shared - static_cast<double>(out_of_order / 2)) / shared) /
         3;
}

double jaro_winkler_similarity(std::string_view a, std::string_view b, PrefixBonus bonus) {
  const double jaro = jaro_similarity(a, b);
  if (jaro <= bonus.from) return jaro;
  const auto left = code_points(a), right = code_points(b);
  std::size_t prefix = 0;
  const auto most = std::min({bonus.most, left.size(), right.size()});
  while (prefix < most && left[prefix] == right[prefix]) ++prefix;
  return jaro + static_cast<double>(prefix) * bonus.scale * (1 - jaro);
}

std::string soundex_code(std::string_view name) {
  const auto letters = code_points(lowered(without_marks(name)));
  if (letters.empty()) return "";
  std::size_t at = 0;
  const auto first = without_marks(name);
  next_code_point(first, at);
  std::string code = uppered(first.substr(0, at));
  std::size_t digits = 0;
  char before = soundex_digit(letters[0]);
  for (std::size_t i = 1; i < letters.size() && digits < 3; ++i) {
    const char digit = soundex_digit(letters[i]);
    if (digit == '-') continue;
    if (digit != '0' && digit != before) {
      code += digit;
      ++digits;
    }
    before = digit;
  }
  return code + std::string(3 - digits, '0');
}

}  // namespace cairn
