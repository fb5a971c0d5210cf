// Texts of strangers inside GitHub-flavoured Markdown, as nothing but text.
//
// An answer, an id or a judge's reason may hold anything: links, pictures, HTML,
// `@name`, which writes to somebody, `#12`, which writes into an issue. None of it is
// alive in what these functions give; control and direction marks are visible. What
// they give stands in one line, also at its begin and in a cell of a table.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

// As it reads. GitHub looks for names, issues and addresses in what is rendered, so
// that no backslash stops it: there stands a blank of no width behind the mark.
std::string markdown_text(std::string_view text);

// As a name or an id: in a code span, or as text where a code span cannot hold it.
std::string markdown_code(std::string_view text);

// The first `most` characters, with "…" where some went.
std::string shortened(std::string_view text, std::size_t most);

}  // namespace cairn
