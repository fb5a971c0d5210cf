// UTF-8, as far as messages and the parser need it; ICU stays out of `lang`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cairn {

void append_code_point(std::string& text, char32_t value);

// The bytes of the code point that `text` begins with: 1 to 4, at most what is
// there, and 1 for a byte that begins none.
std::uint32_t code_point_length(std::string_view text);

// The code point that `text` begins with, or U+FFFD if it is broken.
char32_t first_code_point(std::string_view text);

// The offset of the first byte that is not valid UTF-8 (surrogates and overlong
// forms are not), at or after `from`.
std::optional<std::size_t> find_broken_utf8(std::string_view text, std::size_t from = 0);

// How many columns of a terminal it takes: 0 for combining marks and invisible
// ones, 2 for wide East Asian characters and emoji, else 1.
int width_of(char32_t value);
int width_of(std::string_view text);

// Marks that change the direction of the text after them, so that a line can
// show something else than it says.
bool is_bidi_control(char32_t value);

// `text` with control characters, escapes and direction marks made visible, as
// it must be before anything of a stranger's is printed. Keeps line breaks and tabs.
std::string printable(std::string_view text);

}  // namespace cairn
