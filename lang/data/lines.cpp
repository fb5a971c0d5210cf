#include "lang/data/lines.h"

#include <fmt/format.h>

#include <algorithm>

#include "lang/data/utf16.h"

namespace cairn {
namespace {

// Looks at the first bytes, then hands blocks on: as they are, or from UTF-16.
class DecodedStream final : public BlockStream {
 public:
  explicit DecodedStream(std::unique_ptr<BlockStream> bytes) : bytes_(std::move(bytes)) {}

  Result<std::string_view> next() override {
    if (!started_) return start();
    if (utf16_) return convert();
    return bytes_->next();
  }

 private:
  Result<std::string_view> start() {
    started_ = true;
    while (start_.size() < 3) {
      auto block = bytes_->next();
      if (!block) return block.error();
      if (block->empty()) break;
      start_ += *block;
    }
    if (start_.starts_with("\xEF\xBB\xBF")) start_.erase(0, 3);
    const bool little = start_.starts_with("\xFF\xFE");
    if (little || start_.starts_with("\xFE\xFF")) {
      utf16_.emplace(little ? ByteOrder::little : ByteOrder::big);
      start_.erase(0, 2);
    }
    if (utf16_) return convert();
    if (start_.empty()) return bytes_->next();
    return std::string_view(start_);
  }

  // An empty block would mean the end, so it goes on until something comes out.
  Result<std::string_view> convert() {
    converted_.clear();
    while (converted_.empty()) {
      std::string_view block = start_;
      if (start_.empty()) {
        auto read = bytes_->next();
        if (!read) return read.error();
        block = *read;
        if (block.empty()) {
          if (auto broken = utf16_->finish()) return *broken;
          break;
        }
      }
      auto broken = utf16_->append(block, converted_);
      start_.clear();
      if (broken) return *broken;
    }
    return std::string_view(converted_);
  }

  std::unique_ptr<BlockStream> bytes_;
  std::string start_;
  std::string converted_;
  std::optional<Utf16Decoder> utf16_;
  bool started_ = false;
};

}  // namespace

std::unique_ptr<BlockStream> decoded(std::unique_ptr<BlockStream> bytes) {
  return std::make_unique<DecodedStream>(std::move(bytes));
}

std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  auto line = rest.substr(0, end);
  rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

LineReader::LineReader(std::unique_ptr<BlockStream> bytes) : blocks_(decoded(std::move(bytes))) {}

// Reads one more block behind what is still to be given out.
Result<bool> LineReader::fill() {
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    searched_ -= begin_;
    begin_ = 0;
  }
  auto block = blocks_->next();
  if (!block) return block.error();
  if (block->empty()) return false;
  buffer_ += *block;
  return true;
}

Result<bool> LineReader::more() {
  searched_ = buffer_.size();
  if (buffer_.size() - begin_ > Loader::largest_text) {
    return Failure{fmt::format("line {} is longer than {} MB, the longest that cairn reads",
                               line_ + 1, Loader::largest_text / 1'000'000)};
  }
  auto filled = fill();
  if (filled && !*filled) ended_ = true;
  return filled;
}

Result<std::optional<Line>> LineReader::next() {
  std::size_t end = buffer_.npos;
  while ((end = buffer_.find('\n', searched_)) == buffer_.npos && !ended_) {
    if (auto read = more(); !read) return read.error();
  }
  end = std::min(end, buffer_.size() - 1) + 1;  // Past the line break; npos + 1 is 0.
  if (begin_ == buffer_.size()) return std::optional<Line>();
  auto rest = std::string_view(buffer_).substr(begin_, end - begin_);
  begin_ = searched_ = end;
  return std::optional(Line{take_line(rest), ++line_});
}

Result<std::optional<LineBlock>> LineReader::next_block(std::size_t size) {
  std::size_t end = 0;  // Past the last line break that is here.
  while (!ended_ && (end == 0 || buffer_.size() - begin_ < size)) {
    if (auto read = more(); !read) return read.error();
    const auto found = std::string_view(buffer_).substr(searched_).rfind('\n');
    if (found != std::string_view::npos) end = searched_ + found + 1;
  }
  if (ended_) end = buffer_.size();
  if (begin_ == end) return std::optional<LineBlock>();
  LineBlock block{buffer_.substr(begin_, end - begin_), line_ + 1};
  const auto breaks = std::ranges::count(block.text, '\n');
  line_ += static_cast<std::size_t>(breaks) + (block.text.ends_with('\n') ? 0 : 1);
  begin_ = searched_ = end;
  return std::optional(std::move(block));
}

}  // namespace cairn
