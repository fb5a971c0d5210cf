#include "stdlib/native/word.h"

#include <array>
#include <cstdint>

#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

// Word_Break of ASCII, as far as words are concerned: UAX #29, table 3, as ICU has
// it. There `:` joins nothing, and `@` is as good as a letter between letters.
enum class Break : std::uint8_t { other, letter, digit, joiner, mid_number, mid_both };

constexpr std::array<Break, 128> breaks_of_ascii() {
  std::array<Break, 128> out{};
  for (unsigned c = 'a'; c <= 'z'; ++c) out[c] = out[c - 32] = Break::letter;
  for (unsigned c = '0'; c <= '9'; ++c) out[c] = Break::digit;
  out['_'] = Break::joiner;
  out['@'] = Break::letter;
  out[','] = out[';'] = Break::mid_number;
  out['.'] = out['\''] = Break::mid_both;
  return out;
}
constexpr auto break_of = breaks_of_ascii();

Break break_at(std::string_view text, std::size_t at) {
  return break_of[static_cast<unsigned char>(text[at]) & 0x7FU];
}

constexpr bool in_word(Break kind) {
  return kind == Break::letter || kind == Break::digit || kind == Break::joiner;
}

// Words of these alone are none.
constexpr bool is_bare(char c) { return c == '_' || c == '@'; }

// Whether a word goes on across the mark at `at`: "don't", "2.5" (WB6, WB7, WB11, WB12).
bool bridged(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return false;
  const auto mark = break_at(text, at);
  const auto before = break_at(text, at - 1);
  if (before != break_at(text, at + 1)) return false;
  if (before == Break::letter) return mark == Break::mid_both;
  return before == Break::digit && (mark == Break::mid_number || mark == Break::mid_both);
}

// REQUIRES: text is ASCII.
template <class Each>
void each_ascii_word(std::string_view text, const Each& each) {
  for (std::size_t at = 0; at < text.size();) {
    if (!in_word(break_at(text, at))) {
      ++at;
      continue;
    }
    const auto begin = at;
    bool counts = false;
    for (; at < text.size(); ++at) {
      const auto kind = break_at(text, at);
      if (!in_word(kind) && !bridged(text, at)) break;
      counts = counts || (in_word(kind) && !is_bare(text[at]));
    }
    if (counts) each(text.substr(begin, at - begin));
  }
}

// The same count without a branch for each word: a word begins where a letter or
// digit follows what is none. REQUIRES: text is ASCII.
std::size_t count_ascii_words(std::string_view text) {
  std::size_t starts = 0;
  bool within = false, bare = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto kind = break_at(text, at);
    bool now = in_word(kind);
    if (kind >= Break::mid_number) now = within && bridged(text, at);
    bare = bare || is_bare(text[at]);
    starts += static_cast<std::size_t>(now && !within);
    within = now;
  }
  if (!bare) return starts;
  starts = 0;
  each_ascii_word(text, [&](std::string_view) { ++starts; });
  return starts;
}

bool has_letter_or_digit(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (is_letter(c) || is_digit(c)) return true;
  }
  return false;
}

template <class Each>
void each_unicode_word(std::string_view text, const Each& each) {
  std::size_t begin = 0;
  for (const auto end : boundaries(text, Boundary::word)) {
    const auto unit = text.substr(begin, end - begin);
    if (has_letter_or_digit(unit)) each(unit);
    begin = end;
  }
}

constexpr bool is_ascii_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// A blank always parts words, so each piece between two can be looked at alone.
template <class Each>
void each_word(std::string_view text, const Each& each) {
  if (is_ascii(text)) return each_ascii_word(text, each);
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = at;
    bool ascii = true;
    for (; at < text.size() && !is_ascii_blank(text[at]); ++at)
      ascii = ascii && static_cast<unsigned char>(text[at]) < 0x80;
    const auto piece = text.substr(begin, at - begin);
    if (ascii)
      each_ascii_word(piece, each);
    else
      each_unicode_word(piece, each);
    ++at;
  }
}

}  // namespace

TextViews words_in(std::string_view text) {
  TextViews out;
  each_word(text, [&](std::string_view word) { out.push_back(word); });
  return out;
}

std::size_t count_words(std::string_view text) {
  if (is_ascii(text)) return count_ascii_words(text);
  std::size_t count = 0;
  each_word(text, [&](std::string_view) { ++count; });
  return count;
}

TextViews characters_in(std::string_view text) {
  TextViews out;
  std::size_t begin = 0;
  for (const auto end : boundaries(text, Boundary::character)) {
    out.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return out;
}

std::size_t count_characters(std::string_view text) {
  if (!is_ascii(text)) return boundaries(text, Boundary::character).size();
  std::size_t count = text.size();
  // A carriage return and the line feed behind it are one.
  for (std::size_t at = text.find("\r\n"); at != text.npos; at = text.find("\r\n", at + 2)) --count;
  return count;
}

Texts words(std::string_view passage) {
  const auto found = words_in(passage);
  return {found.begin(), found.end()};
}

double word_count(std::string_view passage) { return static_cast<double>(count_words(passage)); }

Texts characters(std::string_view passage) {
  const auto found = characters_in(passage);
  return {found.begin(), found.end()};
}

double char_count(std::string_view passage) {
  return static_cast<double>(count_characters(passage));
}

}  // namespace cairn
