// Copies of a Markdown text that cmark-gfm reads in linear time. Only markdown.cpp
// and its test include this.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::markdown {

// A line whose marker is longer, or shorter, in the copy than in the text.
struct Shift {
  std::size_t behind = 0;    // In the copy, from this byte on …
  std::ptrdiff_t bytes = 0;  // … so many more stand before it in the text.
};

struct Guarded {
  std::string text;
  std::vector<Shift> shifts;  // One a line; only for blocks.
};

// For blocks. Markers that Markdown does not know become ones that it does: "•" is
// "-", "(1)" is "1)", a keycap emoji its number. Lines stay where they are.
Guarded guarded_blocks(const std::vector<std::string_view>& lines);

// For links and emphasis. What is too much stands as `too_much`, one byte each.
inline constexpr char too_much_bracket = '\x01', too_much_angle = '\x02', too_much_other = '\x03';
std::string guarded_inlines(std::string_view text);

}  // namespace cairn::markdown
