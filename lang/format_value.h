// Values as pieces, and texts as they are spelt. Used by the formatter alone.
#pragma once

#include <string>
#include <string_view>

#include "lang/format_pieces.h"
#include "lang/syntax.h"

namespace cairn {

// Whether comments, lists on several lines and text blocks are kept, or all
// stands in one line, as a message needs it.
enum class Layout { of_file, one_line };

void add_value(Pieces& pieces, const syntax::Expr& expr, Layout layout);
void add_value(Pieces& pieces, const syntax::Value& value);  // As in a file.

// "does not contain any of"; "at least 90% of".
std::string words_of(const syntax::Compare& compare);
std::string words_of(const syntax::Loop& loop);

// A text in quotes, with the escapes that were written. Not of a block.
std::string spelt(const syntax::Text& text);

// Any text in quotes, with the escapes it needs.
std::string quoted(std::string_view text);

}  // namespace cairn
