// How an answer is laid out: its parts, lists, code, tables and links.
//
// Documented where they are declared: stdlib/format.eval. Markdown is read by
// markdown.h; titles and steps also as people write them without it.
#pragma once

#include "stdlib/native.h"

namespace cairn {

Found<std::string> section(std::string_view passage, std::string_view title);

Texts headings(std::string_view passage);
Texts bullets(std::string_view passage);
Texts numbered_steps(std::string_view passage);
Texts code(std::string_view passage, std::optional<std::string_view> language);
std::string no_code(Arguments arguments);  // Why `code` gave an empty list.
Found<std::string> first_code(std::string_view passage, std::string_view language);
std::string outside_code(std::string_view passage);
Records tables(std::string_view passage);
Texts links(std::string_view passage);
Texts bold(std::string_view passage);

}  // namespace cairn
