#include "stdlib/native/fence.h"

#include <algorithm>
#include <array>
#include <utility>

#include "stdlib/native/layout.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

using markdown::Block;
using markdown::Document;

// What models and people write for a language, and its one name here.
constexpr auto aliases = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"c#", "csharp"},
    {"c++", "cpp"},
    {"cc", "cpp"},
    {"cjs", "javascript"},
    {"console", "bash"},
    {"cs", "csharp"},
    {"cxx", "cpp"},
    {"dockerfile", "docker"},
    {"f#", "fsharp"},
    {"golang", "go"},
    {"h", "c"},
    {"hpp", "cpp"},
    {"htm", "html"},
    {"js", "javascript"},
    {"jsx", "javascript"},
    {"kt", "kotlin"},
    {"latex", "tex"},
    {"make", "makefile"},
    {"md", "markdown"},
    {"mjs", "javascript"},
    {"node", "javascript"},
    {"objc", "objective-c"},
    {"plain", "text"},
    {"plaintext", "text"},
    {"postgresql", "sql"},
    {"ps1", "powershell"},
    {"py", "python"},
    {"python3", "python"},
    {"rb", "ruby"},
    {"rs", "rust"},
    {"sh", "bash"},
    {"shell", "bash"},
    {"ts", "typescript"},
    {"tsx", "typescript"},
    {"txt", "text"},
    {"yml", "yaml"},
    {"zsh", "bash"},
});
static_assert(std::ranges::is_sorted(aliases));

std::string one_name(std::string_view language) {
  std::string name = folded(language);
  const auto found = std::ranges::lower_bound(
      aliases, std::string_view(name), {}, &std::pair<std::string_view, std::string_view>::first);
  return found != aliases.end() && found->first == name ? std::string(found->second) : name;
}

std::string_view fence_of(const Document& document, const Block& block) {
  const auto line = document.lines[block.begin];
  return without_line_end(line.substr(std::min(block.column, line.size())));
}

// Quotes and indentation before a line of the block, at most as far as its fence.
std::string_view inside(const Document& document, const Block& block, std::size_t line) {
  const auto text = document.lines[line];
  const auto before = document.lines[block.begin].substr(0, block.column);
  const auto* const prefix = before.find('>') == before.npos ? " \t" : " \t>";
  const auto blanks = std::min(text.find_first_not_of(prefix), text.size());
  return text.substr(std::min(blanks, block.column));
}

}  // namespace

std::string_view language_of(const Document& document, const Block& block) {
  auto fence = fence_of(document, block);
  fence = fence.substr(std::min(fence.find_first_not_of(fence.substr(0, 1)), fence.size()));
  fence = without_indentation(fence);
  if (fence.starts_with('{')) fence.remove_prefix(1);  // "{.python}"
  if (fence.starts_with('.')) fence.remove_prefix(1);
  return fence.substr(0, fence.find_first_of(" \t,{}:"));
}

std::string content_of(const Document& document, const Block& block) {
  Fences fences;
  fences.take(fence_of(document, block));
  auto end = block.end;
  if (end > block.begin + 1 &&
      fences.take(inside(document, block, end - 1)) == Fences::Line::closes)
    --end;
  std::string out;
  for (auto line = block.begin + 1; line < end; ++line) {
    if (line > block.begin + 1) out += '\n';
    out += inside(document, block, line);
  }
  return out;
}

bool same_language(std::string_view a, std::string_view b) { return one_name(a) == one_name(b); }

}  // namespace cairn
