#include "lang/template.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace cairn {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

// Reads `name`, `Name` or `"any name"`; empty if there is none.
std::string_view take_part(std::string_view& rest, bool first) {
  if (!first && rest.starts_with('"')) {
    const auto close = rest.find('"', 1);
    if (close == rest.npos) return {};
    const auto part = rest.substr(1, close - 1);
    rest.remove_prefix(close + 1);
    return part;
  }
  if (rest.empty() || !(first ? is_lower(rest[0]) : is_letter(rest[0]))) return {};
  const auto end = std::ranges::find_if_not(
      rest, [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
  const auto part = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(part.size());
  return part;
}

std::optional<syntax::Expr> read_path(std::string_view inside, Span at) {
  auto rest = inside;
  const auto name = take_part(rest, true);
  if (name.empty() || std::ranges::any_of(name, [](char c) { return c >= 'A' && c <= 'Z'; }))
    return std::nullopt;
  syntax::Expr made{.at = at, .node = syntax::Word{std::string(name)}, .operands = {}};
  while (!rest.empty()) {
    if (rest[0] != '.') return std::nullopt;
    rest.remove_prefix(1);
    const bool quoted = rest.starts_with('"');
    const auto part = take_part(rest, false);
    if (part.empty()) return std::nullopt;
    syntax::Expr field{
        .at = at, .node = syntax::FieldOf{{at, std::string(part)}, quoted}, .operands = {}};
    field.operands.push_back(std::move(made));
    made = std::move(field);
  }
  return made;
}

// Where something that looks like a placeholder ends, with its braces; nothing
// if what opens at `at` is plain text.
std::optional<std::size_t> looks_like_placeholder(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin < text.size() && text[begin] == '{') ++begin;
  const auto braces = begin - at;
  if (braces < 2) return std::nullopt;
  const auto close = text.find_first_of("{}\n", begin);
  if (close == text.npos || text[close] != '}') return std::nullopt;
  const auto inside = trimmed(text.substr(begin, close - begin));
  // `{{item.question}` lacks a brace; `{{1, 2}` is plain text.
  if (text.substr(close, 2) != "}}")
    return braces == 2 && read_path(inside, {}) ? std::optional(close + 1) : std::nullopt;
  if (inside.empty() || !(is_letter(inside[0]) || inside[0] == '_' || inside[0] == '"'))
    return std::nullopt;
  if (braces == 2) return close + 2;
  return text.substr(close, 3) == "}}}" ? std::optional(close + 3) : std::nullopt;
}

std::optional<syntax::Expr> read_placeholder(std::string_view inside, Span at) {
  if (!inside.starts_with('"')) return read_path(inside, at);
  if (inside.size() < 2 || inside.find('"', 1) != inside.size() - 1) return std::nullopt;
  return syntax::Expr{
      .at = at,
      .node = syntax::Text{.value = std::string(inside.substr(1, inside.size() - 2)), .runs = {}},
      .operands = {}};
}

// The nearest right form: lower case, one brace fewer, without what follows a `|`.
std::string repaired(std::string_view whole) {
  auto inside = trimmed(whole.substr(whole.find_first_not_of('{')));
  inside = trimmed(inside.substr(0, inside.find_first_of("}|")));
  std::string name(inside);
  if (!name.empty() && name[0] >= 'A' && name[0] <= 'Z')
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
  return read_path(name, {}) ? fmt::format("{{{{{}}}}}", name) : std::string();
}

void report_not_one(std::string_view whole, Span at, Diagnostics& diagnostics) {
  auto& diagnostic = diagnostics.report(DiagnosticKind::bad_placeholder, at, whole);
  if (const auto better = repaired(whole); !better.empty() && better != whole)
    diagnostic.with_help(fmt::format("write `{}`", better))
        .with_fix({fmt::format("write `{}`", better), {{at, better}}, false});
  else if (whole.find('(') != whole.npos)
    diagnostic.with_help("a placeholder is a name: nothing is computed in it");
  else if (whole.find(' ') != whole.npos)
    diagnostic.with_help("a field whose name has blanks is quoted: `{{item.\"first question\"}}`");
  diagnostic.with_help("if it is plain text, write `raw` before the text's first quote");
}

}  // namespace

Span place_in_file(const syntax::Text& text, std::uint32_t begin, std::uint32_t end, Span at) {
  const auto locate = [&](std::uint32_t offset) -> std::optional<std::uint32_t> {
    const syntax::Text::Run* found = nullptr;
    for (const auto& run : text.runs)
      if (run.in_value <= offset) found = &run;
    if (!found) return std::nullopt;
    return found->in_file + (offset - found->in_value);
  };
  const auto first = locate(begin);
  const auto last = locate(end == begin ? end : end - 1);
  if (!first || !last) return at;
  return {*first, end == begin ? *last : *last + 1, at.file};
}

std::vector<TemplatePiece> split_template(const syntax::Text& written, Span at,
                                          Diagnostics& diagnostics) {
  std::vector<TemplatePiece> pieces;
  std::string plain;
  const std::string_view text = written.value;
  for (std::size_t i = 0; i < text.size();) {
    const auto end = written.raw || text[i] != '{' ? std::nullopt : looks_like_placeholder(text, i);
    if (!end) {
      plain += text[i++];
      continue;
    }
    const auto whole = text.substr(i, *end - i);
    const Span place =
        place_in_file(written, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(*end), at);
    const auto placeholder =
        whole.starts_with("{{{") || !whole.ends_with("}}")
            ? std::nullopt
            : read_placeholder(trimmed(whole.substr(2, whole.size() - 4)), place);
    if (placeholder) {
      if (!plain.empty()) pieces.emplace_back(std::move(plain));
      plain.clear();
      pieces.emplace_back(*placeholder);
    } else {
      report_not_one(whole, place, diagnostics);
    }
    i = *end;
  }
  if (!plain.empty()) pieces.emplace_back(std::move(plain));
  return pieces;
}

}  // namespace cairn
