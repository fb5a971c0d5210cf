// Lines that head a part of a text: Markdown's headings, lines that are bold
// throughout, and short lines that stand alone or end in a colon.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stdlib/native/markdown.h"

namespace cairn {

struct Title {
  std::string text;        // As a message shows it: without marks and colon.
  int rank = 0;            // 1 to 6: a heading; then bold_rank, colon_rank, bare_rank.
  std::size_t line = 0;    // Where it stands,
  std::size_t behind = 0;  // and where its part begins.
};
inline constexpr int bold_rank = 7, colon_rank = 8, bare_rank = 9;

// In their order. Only of the outermost blocks: a list or a quote has no titles.
std::vector<Title> titles_of(const markdown::Document& document);

// Where the part ends: at the next title of its rank or a higher one.
std::size_t end_of_part(const markdown::Document& document, const std::vector<Title>& titles,
                        std::size_t which);

}  // namespace cairn
