#include "stdlib/native/unicode.h"

#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <array>
#include <cstring>
#include <memory>

namespace cairn {
namespace {

std::string ascii_mapped(std::string_view text, char from, char to, int by) {
  std::string out(text);
  for (char& c : out)
    if (c >= from && c <= to) c = static_cast<char>(c + by);
  return out;
}

template <class Map>
std::string mapped(std::string_view text, const Map& map) {
  std::string out;
  out.reserve(text.size());
  icu::StringByteSink<std::string> sink(&out);
  UErrorCode status = U_ZERO_ERROR;
  map(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink, status);
  return U_SUCCESS(status) ? out : std::string(text);
}

icu::BreakIterator* iterator_of(Boundary kind) {
  // One for each thread: they are costly to make and not safe to share.
  thread_local std::array<std::unique_ptr<icu::BreakIterator>, 3> iterators;
  auto& one = iterators[static_cast<std::size_t>(kind)];
  if (one) return one.get();
  UErrorCode status = U_ZERO_ERROR;
  const auto& locale = icu::Locale::getRoot();
  switch (kind) {
    case Boundary::character:
      one.reset(icu::BreakIterator::createCharacterInstance(locale, status));
      break;
    case Boundary::word:
      one.reset(icu::BreakIterator::createWordInstance(locale, status));
      break;
    case Boundary::sentence:
      one.reset(icu::BreakIterator::createSentenceInstance(locale, status));
      break;
  }
  return one.get();
}

}  // namespace

bool is_ascii(std::string_view text) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + i, 8);
    if ((eight & 0x8080808080808080ULL) != 0) return false;
  }
  for (; i < text.size(); ++i)
    if (static_cast<unsigned char>(text[i]) >= 0x80) return false;
  return true;
}

std::string folded(std::string_view text) {
  if (is_ascii(text)) return ascii_mapped(text, 'A', 'Z', 'a' - 'A');
  return mapped(text, [](auto piece, auto& sink, auto& status) {
    icu::CaseMap::utf8Fold(0, piece, sink, nullptr, status);
  });
}

std::string lowered(std::string_view text) {
  if (is_ascii(text)) return ascii_mapped(text, 'A', 'Z', 'a' - 'A');
  return mapped(text, [](auto piece, auto& sink, auto& status) {
    icu::CaseMap::utf8ToLower("", 0, piece, sink, nullptr, status);
  });
}

std::string uppered(std::string_view text) {
  if (is_ascii(text)) return ascii_mapped(text, 'a', 'z', 'A' - 'a');
  return mapped(text, [](auto piece, auto& sink, auto& status) {
    icu::CaseMap::utf8ToUpper("", 0, piece, sink, nullptr, status);
  });
}

std::string composed(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  return mapped(text, [](auto piece, auto& sink, auto& status) {
    if (const auto* nfc = icu::Normalizer2::getNFCInstance(status); nfc)
      nfc->normalizeUTF8(0, piece, sink, nullptr, status);
  });
}

std::string without_marks(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  const std::string apart = mapped(text, [](auto piece, auto& sink, auto& status) {
    if (const auto* nfkd = icu::Normalizer2::getNFKDInstance(status); nfkd)
      nfkd->normalizeUTF8(0, piece, sink, nullptr, status);
  });
  std::string out;
  for (std::size_t at = 0; at < apart.size();) {
    const auto begin = at;
    const auto c = static_cast<UChar32>(next_code_point(apart, at));
    if ((U_GET_GC_MASK(c) & U_GC_M_MASK) == 0) out.append(apart, begin, at - begin);
  }
  return out;
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  auto i = static_cast<std::int64_t>(at);
  const auto size = static_cast<std::int64_t>(text.size());
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(bytes, i, size, c);
  at = static_cast<std::size_t>(i);
  return static_cast<char32_t>(c);
}

char32_t previous_code_point(std::string_view text, std::size_t at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  auto i = static_cast<std::int32_t>(at);
  UChar32 c = 0;
  U8_PREV_OR_FFFD(bytes, 0, i, c);
  return static_cast<char32_t>(c);
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) next_code_point(text, at);
  return count;
}

bool is_letter(char32_t c) { return u_isalpha(static_cast<UChar32>(c)) != 0; }
bool is_digit(char32_t c) { return u_isdigit(static_cast<UChar32>(c)) != 0; }
bool is_upper(char32_t c) { return u_isupper(static_cast<UChar32>(c)) != 0; }
bool is_lower(char32_t c) { return u_islower(static_cast<UChar32>(c)) != 0; }
bool is_blank(char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0; }
bool is_numeric(char32_t c) { return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_N_MASK) != 0; }
bool is_symbol(char32_t c) { return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_S_MASK) != 0; }
bool is_punctuation(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_P_MASK) != 0;
}

bool is_word_character(char32_t c) {
  if (c < 0x80)
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  const auto mask = U_GET_GC_MASK(static_cast<UChar32>(c));
  return (mask & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0;
}

bool is_unspaced(char32_t c) {
  if (c < 0xE00) return false;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

std::vector<std::size_t> boundaries(std::string_view text, Boundary kind) {
  std::vector<std::size_t> out;
  auto* iterator = iterator_of(kind);
  if (!iterator || text.empty()) return out;
  UErrorCode status = U_ZERO_ERROR;
  UText unicode = UTEXT_INITIALIZER;
  utext_openUTF8(&unicode, text.data(), static_cast<std::int64_t>(text.size()), &status);
  iterator->setText(&unicode, status);
  if (U_SUCCESS(status))
    for (auto at = iterator->next(); at != icu::BreakIterator::DONE; at = iterator->next())
      out.push_back(static_cast<std::size_t>(at));
  utext_close(&unicode);
  return out;
}

}  // namespace cairn
