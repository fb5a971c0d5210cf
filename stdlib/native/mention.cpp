#include "stdlib/native/mention.h"

#include <cstring>

#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

void straighten_apostrophes(std::string& text) {
  constexpr std::string_view curly = "\u2019";
  for (auto at = text.find(curly); at != text.npos; at = text.find(curly, at + 1))
    text.replace(at, curly.size(), "'");
}

// Into `out`: folded, with one blank for each run of them.
void prepare_into(std::string& out, std::string_view text) {
  out.clear();
  if (is_ascii(text)) {
    for (const char c : text) {
      const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
      if (!blank)
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      else if (!out.empty() && out.back() != ' ')
        out += ' ';
    }
    return;
  }
  const std::string small = composed(folded(composed(text)));
  for (std::size_t at = 0; at < small.size();) {
    const auto begin = at;
    if (!is_blank(next_code_point(small, at)))
      out.append(small, begin, at - begin);
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  straighten_apostrophes(out);
}

bool is_possessive(std::string_view text, std::size_t apostrophe) {
  if (text.substr(apostrophe, 2) != "'s") return false;
  if (apostrophe + 2 == text.size()) return true;
  std::size_t at = apostrophe + 2;
  return !is_word_character(next_code_point(text, at));
}

// "用Python写": where a script without blanks meets another, a word ends. Marks
// belong to the letter before them.
bool scripts_part(char32_t before, char32_t after) {
  return is_unspaced(before) != is_unspaced(after) && (is_letter(after) || is_digit(after));
}

// Whether a word goes on across `at`, from the character before it to the next.
bool joined(std::string_view text, std::size_t at) {
  if (at == 0 || at == text.size()) return false;
  const char32_t before = previous_code_point(text, at);
  std::size_t next = at;
  const char32_t after = next_code_point(text, next);
  if (is_word_character(before) && is_word_character(after)) return !scripts_part(before, after);
  // "don't": from either side of the apostrophe; "2.5": of the point.
  if (after == '\'' && is_letter(before) && next < text.size()) {
    std::size_t beyond = next;
    return is_letter(next_code_point(text, beyond)) && !is_possessive(text, at);
  }
  if (before == '\'' && is_letter(after) && at > 1)
    return is_letter(previous_code_point(text, at - 1));
  if ((after == '.' || after == ',') && is_digit(before) && next < text.size())
    return is_digit(next_code_point(text, next));
  if ((before == '.' || before == ',') && is_digit(after) && at > 1)
    return is_digit(previous_code_point(text, at - 1));
  return false;
}

}  // namespace

Mention::Mention(std::string_view words) {
  prepare_into(words_, words);
  if (words_.ends_with(' ')) words_.pop_back();
  if (words_.empty()) return;
  std::size_t at = 0;
  open_start_ = is_unspaced(next_code_point(words_, at));
  open_end_ = is_unspaced(previous_code_point(words_, words_.size()));
}

bool Mention::in(std::string_view text) const {
  if (words_.empty()) return false;
  thread_local std::string prepared;
  prepare_into(prepared, text);
  const std::string_view whole = prepared;
  for (std::size_t at = 0;;) {
    const void* found = memmem(whole.data() + at, whole.size() - at, words_.data(), words_.size());
    if (!found) return false;
    at = static_cast<std::size_t>(static_cast<const char*>(found) - whole.data());
    const auto end = at + words_.size();
    if ((open_start_ || !joined(whole, at)) && (open_end_ || !joined(whole, end))) return true;
    ++at;
  }
}

}  // namespace cairn
