// Source files and positions inside them.
//
// Every later stage refers to text by Span, never by copying it or by line and
// column; a Span becomes "file:line:column" only when a message is shown.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace cairn {

// Which file of a Sources, in the order they were added.
using FileId = std::uint16_t;

// A half-open range of bytes, [begin, end), in one source file.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  FileId file = 0;
  bool operator==(const Span&) const = default;
};

// From the start of the first to the end of the second; both in one file.
inline Span join(Span first, Span last) { return {first.begin, last.end, first.file}; }

// Where a byte is, as a person counts: both start at 1, columns are code points.
struct LineColumn {
  int line = 1;
  int column = 1;
};

// One file's text, normalised: UTF-8 without a BOM, lines end in LF.
class SourceFile {
 public:
  SourceFile(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {}

  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }
  std::string_view text(Span at) const { return text().substr(at.begin, at.end - at.begin); }

  LineColumn locate(std::uint32_t offset) const;

  // The whole line that holds `offset`, without its line break.
  std::string_view line_at(std::uint32_t offset) const;

 private:
  std::string path_;
  std::string text_;
};

// Every file of one compilation: the eval itself first, then what it uses.
class Sources {
 public:
  FileId add(SourceFile file) {
    files_.push_back(std::move(file));
    return static_cast<FileId>(files_.size() - 1);
  }
  const SourceFile& operator[](FileId id) const { return files_[id]; }
  std::size_t size() const { return files_.size(); }

 private:
  std::deque<SourceFile> files_;  // A deque: views into a file outlive later adds.
};

}  // namespace cairn
