#include "runtime/patterns/text_words.h"

#include <functional>
#include <utility>

#include "stdlib/native/unicode.h"
#include "stdlib/native/word.h"

namespace cairn {
namespace {

constexpr std::size_t most_bytes = 4000;

std::string_view beginning_of(std::string_view text) {
  if (text.size() <= most_bytes) return text;
  std::size_t end = most_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  return text.substr(0, end);
}

bool any_unspaced(std::string_view text) {
  if (is_ascii(text)) return false;
  for (std::size_t at = 0; at < text.size();)
    if (is_unspaced(next_code_point(text, at))) return true;
  return false;
}

// Runs of letters and digits; of a script without blanks each pair of characters, or
// the one if it stands alone.
template <class Each>
void each_word_or_pair(std::string_view text, const Each& each) {
  std::size_t begin = 0, before = 0;  // Of what is being read, and its last character.
  bool within = false, pairs = false;
  const auto end_at = [&](std::size_t at) {
    if (within && (!pairs || before == begin)) each(text.substr(begin, at - begin));
    within = false;
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto here = at;
    const char32_t c = next_code_point(text, at);
    const bool unspaced = is_unspaced(c);
    if (!is_word_character(c) || (within && unspaced != pairs)) end_at(here);
    if (!is_word_character(c)) continue;
    if (!within) {
      begin = here;
      within = true;
      pairs = unspaced;
    } else if (pairs) {
      each(text.substr(before, at - before));
    }
    before = here;
  }
  end_at(text.size());
}

template <class Each>
void each_lower_case_word(std::string_view text, const Each& each) {
  if (any_unspaced(text)) return each_word_or_pair(text, each);
  for (const auto word : words_in(text)) each(word);
}

}  // namespace

void TextWords::add(std::string_view text) {
  std::vector<WordNumber> here;
  std::size_t length = 0;
  const auto small = lowered(beginning_of(text));
  each_lower_case_word(small, [&](std::string_view word) {
    met(word, here);
    ++length;
  });
  of_text_.push_back(std::move(here));
  lengths_.push_back(length);
}

void TextWords::met(std::string_view word, std::vector<WordNumber>& here) {
  const auto text = static_cast<std::uint32_t>(of_text_.size() + 1);
  const auto hash = std::hash<std::string_view>()(word);
  auto& slot = slot_of(word, hash);
  if (slot.text == text) return;
  const bool is_new = slot.text == 0;
  if (is_new) slot = {hash, static_cast<WordNumber>(names_.size()), text};
  slot.text = text;
  here.push_back(slot.word);
  if (!is_new) return;
  names_.emplace_back(word);
  if (2 * names_.size() > slots_.size()) grow();
}

// Where the word is, or where it can be put.
TextWords::Slot& TextWords::slot_of(std::string_view word, std::size_t hash) {
  for (std::size_t at = hash;; ++at) {
    auto& slot = slots_[at & (slots_.size() - 1)];
    if (slot.text == 0 || (slot.hash == hash && names_[slot.word] == word)) return slot;
  }
}

void TextWords::grow() {
  std::vector<Slot> old(2 * slots_.size());
  old.swap(slots_);
  for (const auto& slot : old)
    if (slot.text > 0) slot_of(names_[slot.word], slot.hash) = slot;
}

}  // namespace cairn
