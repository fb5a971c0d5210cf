#include <algorithm>

#include "stdlib/native/address.h"
#include "stdlib/native/unicode.h"

namespace cairn {
namespace {

bool begins_with_letter(std::string_view inside) {
  std::size_t at = inside.find_first_not_of(" \t");
  return at != inside.npos && is_letter(next_code_point(inside, at));
}

bool is_checkbox(std::string_view inside) { return inside == "x" || inside == "X"; }

// `[label]: https://…` at the start of a line says where a link leads.
bool defines_link(std::string_view behind) {
  if (!behind.starts_with(':')) return false;
  const auto target = behind.find_first_not_of(" \t", 1);
  if (target == behind.npos) return false;
  const auto rest = behind.substr(target);
  return rest.starts_with("http") || rest.starts_with('<') || rest.starts_with('/') ||
         rest.starts_with('#');
}

// `begin` and `end` are the brackets, in one line.
bool is_gap(std::string_view line, std::size_t begin, std::size_t end) {
  const auto inside = line.substr(begin + 1, end - begin - 1);
  if (!begins_with_letter(inside) || is_checkbox(inside)) return false;
  // After a name or a bracket it is code: `rows[index]`, `[a][b]`.
  if (begin > 0) {
    const char32_t before = previous_code_point(line, begin);
    if (is_word_character(before) || before == U')' || before == U']') return false;
  }
  const auto behind = line.substr(end + 1);
  const bool is_link = behind.starts_with('(') || behind.starts_with('[');
  return !is_link && !(begin == 0 && defines_link(behind));
}

void find_in_line(std::string_view line, Texts& out) {
  std::size_t at = 0;
  while ((at = line.find_first_of("[{", at)) != line.npos) {
    const bool braces = line[at] == '{';
    if (braces && !line.substr(at).starts_with("{{")) {
      ++at;
      continue;
    }
    const auto inside = at + (braces ? 2 : 1);
    const auto end = line.find_first_of(braces ? "{}" : "[]", inside);
    const bool closed =
        end != line.npos && (braces ? line.substr(end).starts_with("}}") : line[end] == ']');
    const auto after = closed ? end + (braces ? 2 : 1) : at + 1;
    const bool found = closed && (braces ? begins_with_letter(line.substr(inside, end - inside))
                                         : is_gap(line, at, end));
    if (found) out.emplace_back(line.substr(at, after - at));
    at = after;
  }
}

}  // namespace

Texts placeholders(std::string_view passage) {
  Texts out;
  for (std::size_t begin = 0; begin < passage.size();) {
    const auto end = std::min(passage.find('\n', begin), passage.size());
    find_in_line(passage.substr(begin, end - begin), out);
    begin = end + 1;
  }
  return out;
}

}  // namespace cairn
