#include "lang/reader.h"

namespace cairn {

std::uint32_t Reader::skip_blanks(std::uint32_t at) const {
  while (peek(at) == ' ' || peek(at) == '\t') ++at;
  return at;
}

std::uint32_t Reader::line_begin(std::uint32_t at) const {
  if (at == 0) return 0;
  const auto before = text_.rfind('\n', at - 1);
  return before == std::string_view::npos ? 0 : static_cast<std::uint32_t>(before + 1);
}

std::uint32_t Reader::line_end(std::uint32_t at) const {
  const auto end = text_.find('\n', std::min<std::size_t>(at, text_.size()));
  return end == std::string_view::npos ? size() : static_cast<std::uint32_t>(end);
}

std::uint32_t Reader::word_end(std::uint32_t at) const {
  const auto in_word = [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_';
  };
  if (peek(at) < 'a' || peek(at) > 'z') return at;
  while (in_word(peek(at))) ++at;
  return at;
}

syntax::Comment Reader::comment(std::uint32_t begin) const {
  const auto end = line_end(begin);
  auto words = written_.substr(begin + 1, end - begin - 1);
  words = words.substr(0, words.find_last_not_of(" \t") + 1);
  return {.at = span(begin, begin + 1 + static_cast<std::uint32_t>(words.size())),
          .text = std::string(words)};
}

}  // namespace cairn
