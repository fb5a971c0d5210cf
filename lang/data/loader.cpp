#include "lang/data/loader.h"

#include <fmt/format.h>

#include <utility>

#include "lang/data/lines.h"
#include "lang/data/utf8.h"

namespace cairn {
namespace {

// Gives one text, once.
class TextStream final : public BlockStream {
 public:
  explicit TextStream(std::string text) : text_(std::move(text)) {}
  Result<std::string_view> next() override {
    return std::exchange(given_, true) ? std::string_view() : std::string_view(text_);
  }

 private:
  std::string text_;
  bool given_ = false;
};

class TextParts final : public PartReader {
 public:
  explicit TextParts(std::string text) : text_(std::move(text)) {}
  Result<std::size_t> read(std::uint64_t offset, std::size_t size, std::string& onto) override {
    if (offset > text_.size() || size > text_.size() - offset)
      return Failure{"the file has become shorter since it was first read"};
    onto.append(text_, static_cast<std::size_t>(offset), size);
    return size;
  }

 private:
  std::string text_;
};

// Names the first line that is broken.
Failure not_text(std::string_view text, std::string_view path, bool broken) {
  std::size_t number = 0;
  while (!text.empty()) {
    const auto line = take_line(text);
    ++number;
    if (broken ? !is_utf8(line) : line.find('\0') != line.npos) break;
  }
  return Failure{fmt::format("line {} of `{}` {}", number, path,
                             broken ? "is not valid UTF-8; save the file as UTF-8"
                                    : "has a NUL byte, so it is not a text")};
}

}  // namespace

std::unique_ptr<BlockStream> text_stream(std::string text) {
  return std::make_unique<TextStream>(std::move(text));
}

std::unique_ptr<PartReader> text_parts(std::string text) {
  return std::make_unique<TextParts>(std::move(text));
}

Result<std::unique_ptr<PartReader>> Loader::open_parts(std::string_view path) {
  auto bytes = open(path);
  if (!bytes) return bytes.error();
  std::string text;
  while (true) {
    auto block = (*bytes)->next();
    if (!block) return block.error();
    if (block->empty()) return text_parts(std::move(text));
    text += *block;
  }
}

Result<std::string> read_text(Loader& loader, std::string_view path) {
  auto bytes = loader.read(path);
  if (!bytes) return bytes.error();
  const auto stream = decoded(text_stream(std::move(*bytes)));
  std::string text;
  while (true) {
    auto block = stream->next();
    if (!block) return Failure{fmt::format("cannot read `{}`: {}", path, block.error().what)};
    if (block->empty()) break;
    text += *block;
  }
  const bool broken = !is_utf8(text);
  if (broken || text.find('\0') != text.npos) return not_text(text, path, broken);
  for (auto at = text.find("\r\n"); at != text.npos; at = text.find("\r\n", at)) text.erase(at, 1);
  return text;
}

}  // namespace cairn
