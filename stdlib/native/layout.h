// How a line of an answer is laid out: markers of lists and steps, rulers, fences,
// titles. What Markdown knows and what models and people write besides.
#pragma once

#include <cstddef>
#include <string_view>

namespace cairn {

enum class Mark {
  none,
  bullet,  // "- ", "* ", "+ ", "• ", "✅ ", …
  number,  // "1. ", "1) ", "(1) ", and the keycap emoji
  letter,  // "a) ", "B) ", "a. "
  step,    // "Step 1: ", "Schritt 1: ", "Étape 1 – ", …
};

struct Marker {
  Mark kind = Mark::none;
  std::size_t length = 0;  // In bytes, with the blanks behind it.
};

std::string_view without_indentation(std::string_view line);
std::string_view without_line_end(std::string_view line);  // Blanks, tabs, a carriage return.

// The marker that a line, without its indentation, begins with. A number has at
// most three digits: "1999. " begins a sentence.
Marker marker_of(std::string_view line);

// The bytes of a typographic bullet at the start, as "•" or "🔹"; 0 if there is none.
std::size_t typographic_bullet(std::string_view line);

// The bytes of a keycap emoji at the start, as "1️⃣"; 0 if there is none.
std::size_t keycap(std::string_view line);

// 1 to 6 for "# Title" to "###### Title", else 0.
int heading_level(std::string_view line);

// A line of only dashes, stars, underscores or equal signs, three or more.
bool is_ruler(std::string_view line);

// The line under the header of a table: "|---|:-:|".
bool is_table_ruler(std::string_view line);

// "**Title**", "**Title:**", "__Title__": bold from its start to its end, but for
// a colon. Gives what is inside, without the colon; empty if the line is not so.
std::string_view bold_throughout(std::string_view line);

// Follows the code fences of a text, line by line: ``` or ~~~, closed by a fence
// of the same kind that is at least as long.
class Fences {
 public:
  enum class Line { outside, opens, inside, closes };
  Line take(std::string_view line);

 private:
  char kind_ = 0;
  std::size_t length_ = 0;
};

}  // namespace cairn
