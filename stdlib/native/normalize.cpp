#include "stdlib/native/normalize.h"

#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

constexpr bool is_ascii_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
         (c >= '{' && c <= '~');
}

constexpr bool is_ascii_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Punctuation is taken out without a blank in its place, as SQuAD does: "don't"
// becomes "dont". Blanks of any kind become plain ones.
std::string without_punctuation(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  if (is_ascii(text)) {
    for (const char c : text) {
      if (is_ascii_punctuation(c)) continue;
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : is_ascii_blank(c) ? ' ' : c;
    }
    return out;
  }
  const std::string small = lowered(composed(text));
  for (std::size_t at = 0; at < small.size();) {
    const auto begin = at;
    const char32_t c = next_code_point(small, at);
    if (c < 0x80 ? is_ascii_punctuation(static_cast<char>(c)) : is_punctuation(c)) continue;
    if (is_blank(c))
      out += ' ';
    else
      out.append(small, begin, at - begin);
  }
  return out;
}

// Whether a word ends at `at`, seen from a letter before or after it.
bool word_ends(std::string_view text, std::size_t at) {
  return at == text.size() || !is_word_character(next_code_point(text, at));
}
bool word_begins(std::string_view text, std::size_t at) {
  return at == 0 || !is_word_character(previous_code_point(text, at));
}

std::size_t article_at(std::string_view text, std::size_t at) {
  if (text[at] != 'a' && text[at] != 't') return 0;
  if (!word_begins(text, at)) return 0;
  for (const std::string_view article : {"a", "an", "the"})
    if (text.substr(at).starts_with(article) && word_ends(text, at + article.size()))
      return article.size();
  return 0;
}

}  // namespace

std::string normalize(std::string_view text, Articles articles) {
  const std::string bare = without_punctuation(text);
  std::string out;
  out.reserve(bare.size());
  bool blank = false;
  for (std::size_t at = 0; at < bare.size();) {
    const auto article = articles == Articles::dropped ? article_at(bare, at) : 0;
    if (article > 0 || bare[at] == ' ') {
      blank = true;
      at += article > 0 ? article : 1;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    out += bare[at++];
  }
  return out;
}

std::string normalized(std::string_view text) { return normalize(text, Articles::dropped); }

bool same_text(std::string_view text, std::string_view other) {
  return text == other || normalize(text, Articles::kept) == normalize(other, Articles::kept);
}

}  // namespace cairn
