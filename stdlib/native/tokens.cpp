#include "stdlib/native/tokens.h"

#include <algorithm>
#include <utility>

#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

void replace_each(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

Tokens split_at_blanks(std::string_view text) {
  Tokens out;
  std::string one;
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = at;
    if (!is_blank(next_code_point(text, at)))
      one.append(text, begin, at - begin);
    else if (!one.empty())
      out.push_back(std::exchange(one, {}));
  }
  if (!one.empty()) out.push_back(std::move(one));
  return out;
}

// What stands alone wherever it stands: ASCII punctuation but ' , - and .
bool stands_alone(char c) {
  return (c >= ' ' && c <= '&') || (c >= '(' && c <= '+') || c == '/' || (c >= ':' && c <= '@') ||
         (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

// Sets blanks around the second of each pair that `apart` picks out, or around the
// first; pairs do not overlap, as in the regular expressions that define the rule.
enum class Side { first, second };
template <class Pick>
std::string set_apart(const std::string& text, Side side, const Pick& pick) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = at;
    const char32_t first = next_code_point(text, at);
    std::size_t end = at;
    const bool picked = at < text.size() && pick(first, next_code_point(text, end));
    if (picked && side == Side::first) out += ' ';
    out.append(text, begin, at - begin);
    if (!picked) continue;
    out += ' ';
    out.append(text, at, end - at);
    if (side == Side::second) out += ' ';
    at = end;
  }
  return out;
}

bool is_digit_13a(char32_t c) { return c < 0x80 && is_ascii_digit(static_cast<char>(c)); }
bool is_point_or_comma(char32_t c) { return c == '.' || c == ','; }

Tokens tokenize_13a(std::string_view text) {
  std::string line(text);
  replace_each(line, "<skipped>", "");
  replace_each(line, "-\n", "");
  replace_each(line, "\n", " ");
  replace_each(line, "&quot;", "\"");
  replace_each(line, "&amp;", "&");
  replace_each(line, "&lt;", "<");
  replace_each(line, "&gt;", ">");
  std::string apart = " ";
  for (const char c : line) {
    if (stands_alone(c)) apart += ' ';
    apart += c;
    if (stands_alone(c)) apart += ' ';
  }
  apart += ' ';
  apart = set_apart(apart, Side::second, [](char32_t a, char32_t b) {
    return !is_digit_13a(a) && is_point_or_comma(b);
  });
  apart = set_apart(apart, Side::first, [](char32_t a, char32_t b) {
    return is_point_or_comma(a) && !is_digit_13a(b);
  });
  apart = set_apart(apart, Side::second,
                    [](char32_t a, char32_t b) { return is_digit_13a(a) && b == '-'; });
  return split_at_blanks(apart);
}

Tokens tokenize_intl(std::string_view text) {
  std::string apart = set_apart(std::string(text), Side::second, [](char32_t a, char32_t b) {
    return !is_numeric(a) && is_punctuation(b);
  });
  apart = set_apart(apart, Side::first,
                    [](char32_t a, char32_t b) { return is_punctuation(a) && !is_numeric(b); });
  std::string out;
  for (std::size_t at = 0; at < apart.size();) {
    const auto begin = at;
    const bool symbol = is_symbol(next_code_point(apart, at));
    if (symbol) out += ' ';
    out.append(apart, begin, at - begin);
    if (symbol) out += ' ';
  }
  return split_at_blanks(out);
}

Tokens tokenize_characters(std::string_view text) {
  Tokens out;
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = at;
    if (!is_blank(next_code_point(text, at))) out.emplace_back(text.substr(begin, at - begin));
  }
  return out;
}

}  // namespace

std::optional<Tokenizer> tokenizer_named(std::string_view name) {
  if (name == "13a") return Tokenizer::v13a;
  if (name == "intl") return Tokenizer::intl;
  if (name == "char") return Tokenizer::character;
  if (name == "none") return Tokenizer::none;
  return std::nullopt;
}

Tokens tokenize(std::string_view text, Tokenizer how) {
  switch (how) {
    case Tokenizer::v13a:
      return tokenize_13a(text);
    case Tokenizer::intl:
      return tokenize_intl(text);
    case Tokenizer::character:
      return tokenize_characters(text);
    case Tokenizer::none:
      break;
  }
  return split_at_blanks(text);
}

Tokens plain_words(std::string_view text) {
  const std::string small = lowered(composed(text));
  Tokens out;
  std::string one;
  for (std::size_t at = 0; at < small.size();) {
    const auto begin = at;
    const char32_t c = next_code_point(small, at);
    const bool in_word = is_word_character(c) && c != '_';
    const bool alone = in_word && is_unspaced(c);
    if ((!in_word || alone) && !one.empty()) out.push_back(std::exchange(one, {}));
    if (in_word) one.append(small, begin, at - begin);
    if (alone) out.push_back(std::exchange(one, {}));
  }
  if (!one.empty()) out.push_back(std::move(one));
  return out;
}

NgramCounts ngrams(const Tokens& tokens, std::size_t n) {
  NgramCounts out;
  for (std::size_t i = 0; n > 0 && i + n <= tokens.size(); ++i) {
    std::string key;
    for (std::size_t k = i; k < i + n; ++k) {
      key += tokens[k];
      key += '\0';  // So that "a b" and "ab" differ.
    }
    ++out[std::move(key)];
  }
  return out;
}

Overlap overlap(const NgramCounts& given, const NgramCounts& wanted) {
  Overlap out;
  for (const auto& [ngram, count] : given) {
    out.given += count;
    if (const auto found = wanted.find(ngram); found != wanted.end())
      out.shared += std::min(count, found->second);
  }
  for (const auto& entry : wanted) out.wanted += entry.second;
  return out;
}

}  // namespace cairn
