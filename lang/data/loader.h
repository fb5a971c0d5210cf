// The only way files reach `lang`: handed in by the driver, so that a compile
// is pure, an editor can show unsaved text, and tests need no disk.
//
// Every failure is one sentence for the person who wrote the path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "lang/result.h"

namespace cairn {

// A file of any size, block by block.
class BlockStream {
 public:
  virtual ~BlockStream() = default;
  // Empty at the end. The bytes are good until the next call. A failure says
  // that reading stopped, or that the file changed while it was read.
  virtual Result<std::string_view> next() = 0;
};

// Parts of a file, in any order, once it was read from start to end.
class PartReader {
 public:
  virtual ~PartReader() = default;
  // Appends `size` bytes from `offset` on. Fails where the file has become shorter.
  virtual Result<std::size_t> read(std::uint64_t offset, std::size_t size, std::string& onto) = 0;
};

// Paths are those that `resolve` gave, or that the user typed on the command line.
class Loader {
 public:
  // A text read whole, and a line of a data file, may not be larger: 64 MB.
  static constexpr std::size_t largest_text = 64'000'000;

  virtual ~Loader() = default;

  // Which file `written` means inside the file `named_in`: relative to its
  // folder, with `/` between folders. Fails if there is none, or it is a folder
  // or a device, or lies outside the project: the nearest folder above
  // `named_in` that has `.git` or `.cairn`, else its own folder.
  virtual Result<std::string> resolve(std::string_view named_in, std::string_view written) = 0;

  // The bytes as they are. Fails above `largest_text`.
  virtual Result<std::string> read(std::string_view path) = 0;

  virtual Result<std::unique_ptr<BlockStream>> open(std::string_view path) = 0;

  // For files too large to be kept; without an override the file is kept.
  virtual Result<std::unique_ptr<PartReader>> open_parts(std::string_view path);
};

// A text in memory, in parts.
std::unique_ptr<PartReader> text_parts(std::string text);

// A text in memory, as a file.
std::unique_ptr<BlockStream> text_stream(std::string text);

// The text of a file: without a byte order mark, UTF-16 with one is converted,
// lines end in LF. Fails, naming the line, where it is not UTF-8 or has a NUL.
Result<std::string> read_text(Loader& loader, std::string_view path);

}  // namespace cairn
