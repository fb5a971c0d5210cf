#include "tests/fuzz/mutate.h"

#include <algorithm>
#include <array>

#include "lang/blocks.h"

namespace cairn {
namespace {

constexpr std::size_t longest = 40'000;

// What breaks readers: brackets, quotes, fences, broken UTF-8, extremes.
constexpr std::array<std::string_view, 44> odd = {"\"",
                                                  "\"\"\"",
                                                  "\"\"\"\"",
                                                  "{",
                                                  "}",
                                                  "{{",
                                                  "}}",
                                                  "(",
                                                  ")",
                                                  "[",
                                                  "]",
                                                  "\n",
                                                  "\r",
                                                  "\t",
                                                  "\\",
                                                  "\\u{110000}",
                                                  "#",
                                                  ":",
                                                  ",",
                                                  "%",
                                                  "100%",
                                                  "1e999",
                                                  "-0",
                                                  "0.1",
                                                  "\xff",
                                                  "\xc3",
                                                  "\xed\xa0\x80",
                                                  std::string_view("\0x", 2),
                                                  "\ufeff",
                                                  "\u202e",
                                                  "é",
                                                  "日本",
                                                  "`",
                                                  "```",
                                                  "| a |",
                                                  "null",
                                                  "is",
                                                  "and",
                                                  "every x in",
                                                  "not",
                                                  "<=",
                                                  "file(\"a\")",
                                                  "item.",
                                                  "answer"};

}  // namespace

Mutator::Mutator(std::vector<std::string> seeds, std::uint64_t seed)
    : seeds_(std::move(seeds)), random_(seed) {}

std::size_t Mutator::below(std::size_t limit) {
  return limit == 0 ? 0 : static_cast<std::size_t>(random_() % limit);
}

std::string Mutator::piece() {
  switch (below(4)) {
    case 0: {
      const auto words = reserved_words();
      return std::string(words[below(words.size())]);
    }
    case 1: {
      const auto& other = seeds_[below(seeds_.size())];
      return other.substr(place_in(other), below(80));
    }
    case 2:
      return std::string(1, static_cast<char>(below(256)));
    default:
      return std::string(odd[below(odd.size())]);
  }
}

void Mutator::change(std::string& text) {
  const auto at = place_in(text);
  const auto size = std::min(text.size() - at, below(40) + 1);
  switch (below(6)) {
    case 0:
      text.erase(at, size);
      break;
    case 1:
      text.insert(at, text.substr(at, size));
      break;
    case 2: {  // Many of the same: nesting, long lines.
      const auto part = piece();
      std::string run;
      for (std::size_t i = below(200); i > 0; --i) run += part;
      text.insert(at, run);
      break;
    }
    case 3:
      text.resize(at);
      break;
    case 4:
      text.replace(at, size, piece());
      break;
    default:
      text.insert(at, piece());
  }
}

std::string Mutator::next() {
  auto text = seeds_[below(seeds_.size())];
  for (std::size_t changes = below(8) + 1; changes > 0; --changes) change(text);
  if (text.size() > longest) text.resize(longest);
  return text;
}

}  // namespace cairn
