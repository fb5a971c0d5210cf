// How a text is spelt: the escapes that were written, and no others.
#include <fmt/format.h>

#include "lang/format_value.h"
#include "lang/utf8.h"

namespace cairn {
namespace {

// The last character of `text`.
std::string_view last_character(std::string_view text) {
  auto at = text.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return text.substr(at);
}

std::string escaped(char32_t value) {
  switch (value) {
    case '\n':
      return "\\n";
    case '\t':
      return "\\t";
    case '"':
      return "\\\"";
    default:
      return "\\\\";
  }
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char byte : text) {
    const bool control = static_cast<unsigned char>(byte) < 0x20U;
    if (byte == '"' || byte == '\\' || byte == '\n' || byte == '\t')
      out += escaped(static_cast<char32_t>(byte));
    else if (control)
      out += fmt::format("\\u{{{:X}}}", static_cast<unsigned>(byte));
    else
      out += byte;
  }
  return out + "\"";
}

// Each run but the last ends with one escape. Its length tells `\n` from `\u{A}`,
// and how many digits that had.
std::string spelt(const syntax::Text& text) {
  if (text.raw) return "raw \"" + text.value + "\"";
  if (text.runs.empty()) return quoted(text.value);
  std::string out = "\"";
  for (std::size_t i = 0; i + 1 < text.runs.size(); ++i) {
    const auto& run = text.runs[i];
    const auto& next = text.runs[i + 1];
    const auto bytes =
        std::string_view(text.value).substr(run.in_value, next.in_value - run.in_value);
    const auto last = last_character(bytes);
    const auto plain = bytes.substr(0, bytes.size() - last.size());
    const auto escape = next.in_file - run.in_file - plain.size();
    out += plain;
    out += escape == 2
               ? escaped(first_code_point(last))
               : fmt::format("\\u{{{:0{}X}}}", static_cast<std::uint32_t>(first_code_point(last)),
                             escape - 4);
  }
  return out.append(text.value, text.runs.back().in_value) + "\"";
}

}  // namespace cairn
