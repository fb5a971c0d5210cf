// Unicode for natives: folding, normal forms, boundaries. ICU stays in the .cpp;
// texts that are pure ASCII never reach it. Bytes that are no UTF-8 count as
// U+FFFD and crash nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

bool is_ascii(std::string_view text);

// Unicode's full case folding: what "ignoring case" compares.
std::string folded(std::string_view text);
std::string lowered(std::string_view text);
std::string uppered(std::string_view text);
std::string composed(std::string_view text);       // NFC
std::string without_marks(std::string_view text);  // Accents off: NFKD, then no marks.

// The code point at `at`, which is moved behind it. REQUIRES: at < text.size().
char32_t next_code_point(std::string_view text, std::size_t& at);
// The code point that ends before `at`. REQUIRES: at > 0.
char32_t previous_code_point(std::string_view text, std::size_t at);
std::size_t count_code_points(std::string_view text);

bool is_letter(char32_t c);
bool is_digit(char32_t c);
bool is_upper(char32_t c);
bool is_lower(char32_t c);
bool is_blank(char32_t c);
bool is_numeric(char32_t c);      // Unicode's N categories, ½ and Ⅳ too.
bool is_symbol(char32_t c);       // Its S categories: + $ © ^ …
bool is_punctuation(char32_t c);  // Unicode's P categories; symbols such as + are none.
// Letters, digits, marks and `_`: what words are made of.
bool is_word_character(char32_t c);
// Of a script that is written without blanks between words: Han, Thai, …
bool is_unspaced(char32_t c);

enum class Boundary { character, word, sentence };
// Offsets at which a unit ends, the last is text.size(); ICU's rules (UAX #29).
// Between words stand units of their own: blanks and marks.
std::vector<std::size_t> boundaries(std::string_view text, Boundary kind);

}  // namespace cairn
