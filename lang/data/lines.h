// The lines of a data file, whatever its size: UTF-8 with or without a byte
// order mark, or UTF-16 with one; lines end in LF or CRLF.
//
// Bytes that are no UTF-8 pass through; whoever reads the line says so.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lang/data/loader.h"
#include "lang/result.h"

namespace cairn {

// Gives the same bytes as UTF-8 without a byte order mark. UTF-16 that is cut
// in half or has half a surrogate pair is a failure that names the place.
std::unique_ptr<BlockStream> decoded(std::unique_ptr<BlockStream> bytes);

struct Line {
  std::string_view text;   // Without its line break; good until the next call.
  std::size_t number = 0;  // From 1.
};

// Whole lines, owned, so that another thread can take them apart.
struct LineBlock {
  std::string text;            // Each line ends in LF, or in CRLF as it stood.
  std::size_t first_line = 0;  // From 1.
};

// Takes the first line off `rest`, as it stood but for its line break.
std::string_view take_line(std::string_view& rest);

class LineReader {
 public:
  explicit LineReader(std::unique_ptr<BlockStream> bytes);

  // Nothing at the end. A line over Loader::largest_text is a failure.
  Result<std::optional<Line>> next();

  // The next lines, about `size` bytes of them; nothing at the end.
  Result<std::optional<LineBlock>> next_block(std::size_t size);

 private:
  // Both false at the end of the file.
  Result<bool> more();
  Result<bool> fill();

  std::unique_ptr<BlockStream> blocks_;
  std::string buffer_;  // Bytes not yet given out, from begin_ on.
  std::size_t begin_ = 0;
  std::size_t searched_ = 0;  // No line break before this.
  std::size_t line_ = 0;
  bool ended_ = false;
};

}  // namespace cairn
