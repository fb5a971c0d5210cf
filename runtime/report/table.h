// A table for a fixed-width font: cells by display width, columns aligned, no rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

class Table {
 public:
  enum class Align { left, right };

  // A column whose cells are all empty is left out, its heading too.
  void column(std::string heading, Align align = Align::left);

  // One cell a column; missing ones are empty. A cell may hold colour codes.
  void row(std::vector<std::string> cells);
  // Text under the row before it, from the second column on.
  void note(std::string text);

  std::string text(std::size_t indent) const;

 private:
  struct Column {
    std::string heading;
    Align align = Align::left;
  };
  struct Row {
    std::vector<std::string> cells;
    std::string note;
  };
  std::size_t width_of_column(std::size_t column) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

// Columns of a terminal that it takes; colour codes take none.
std::size_t display_width(std::string_view text);

// Cut to `most` columns, with "…" (or "..." in ASCII) where something went.
std::string cut_to(std::string_view text, std::size_t most, std::string_view mark);

// Broken at blanks into lines of at most `width` columns; all but the first begin
// with `indent` blanks, which count.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace cairn
