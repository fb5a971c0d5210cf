// Tables as text, row by row: RFC 4180, and what spreadsheets make of it.
//
// A quote opens a quoted cell only at the cell's start; elsewhere it is text.
// Lines end in LF, CRLF or CR. For csv.cpp only.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/data/loader.h"

namespace cairn {

// The cells of one row, kept in one text.
struct Cells {
  std::string text;
  std::vector<std::size_t> ends;
  std::size_t line = 0;  // Where the row begins.

  std::size_t size() const { return ends.size(); }
  std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends[i - 1];
    return std::string_view(text).substr(begin, ends[i] - begin);
  }
};

class CsvScanner {
 public:
  explicit CsvScanner(std::unique_ptr<BlockStream> blocks) : blocks_(std::move(blocks)) {}

  enum class Found {
    row,
    end,          // Or a failure of the stream.
    open_quote,   // The rest of the file is inside the quotes that open at quote_line().
    after_quote,  // Text between a closing quote and the cell's end; the line is passed over.
    too_long,     // A row over Loader::largest_text.
  };
  Found read(char delimiter, Cells& cells);

  // The next row as it stands, with its line break, quoted line breaks included.
  std::string read_raw();

  std::size_t line() const { return line_; }
  std::size_t quote_line() const { return quote_line_; }
  const std::optional<Failure>& failure() const { return failure_; }

 private:
  static constexpr int at_end = -1;

  int peek();
  bool refill();
  bool ends_cell(int byte, char delimiter) const;
  Found plain(char delimiter, Cells& cells);
  Found quoted(char delimiter, Cells& cells);
  Found after_quote(char delimiter);
  void skip_line_break();

  std::unique_ptr<BlockStream> blocks_;
  std::string_view block_;
  std::size_t at_ = 0;
  bool ended_ = false;
  std::size_t line_ = 1;
  std::size_t quote_line_ = 0;
  std::optional<Failure> failure_;
};

}  // namespace cairn
