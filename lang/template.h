// Texts with placeholders: `{{name}}`, `{{item.part.part}}`, `{{"literal"}}`.
//
// Whatever looks like a placeholder and is none is a mistake, so that nothing
// reaches a model with a hole in it; all other braces are plain text.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "lang/diagnostic.h"
#include "lang/syntax.h"

namespace cairn {

// A placeholder as the expression it stands for: a word, fields of it, or a text.
using TemplatePiece = std::variant<std::string, syntax::Expr>;

// `written` is the text as it stands in a file; `at` is where it stands, and where
// all of its placeholders stand when it came out of file("…") and has no runs.
std::vector<TemplatePiece> split_template(const syntax::Text& written, Span at,
                                          Diagnostics& diagnostics);

// Where bytes of the decoded text stand in the file; `at` if that is not known.
Span place_in_file(const syntax::Text& text, std::uint32_t begin, std::uint32_t end, Span at);

}  // namespace cairn
