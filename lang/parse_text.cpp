// Texts: "one line", raw "…", and blocks between fences of quotes.
#include <algorithm>

#include "lang/blocks.h"
#include "lang/reader.h"
#include "lang/utf8.h"

namespace cairn {
namespace {

using enum DiagnosticKind;

struct Opening {
  bool raw = false;
  std::uint32_t quote = 0;  // Of the first `"`.
  std::uint32_t quotes = 0;
  bool block() const { return quotes >= 3; }
};

Opening opening_at(const Reader& reader, std::uint32_t at) {
  Opening opening;
  opening.raw = reader.peek(at) == 'r';
  opening.quote = opening.raw ? reader.skip_blanks(at + 3) : at;
  while (reader.peek(opening.quote + opening.quotes) == '"') ++opening.quotes;
  return opening;
}

// The end of a one-line text, after its closing quote; nothing if it has none.
std::optional<std::uint32_t> quoted_end(const Reader& reader, const Opening& opening) {
  for (std::uint32_t at = opening.quote + 1; at < reader.size(); ++at) {
    const char byte = reader.peek(at);
    if (byte == '\n') break;
    if (byte == '"') return at + 1;
    if (byte == '\\' && !opening.raw && reader.peek(at + 1) != '\n') ++at;
  }
  return std::nullopt;
}

// --- text blocks ---------------------------------------------------------------

struct BlockShape {
  std::uint32_t content = 0;  // The first line after the opening fence.
  std::uint32_t last = 0;     // The begin of the closing line.
  std::uint32_t end = 0;      // After the closing fence.
  bool closed = false;
  std::optional<std::uint32_t> next_block;  // Where something else seems to begin.
  std::optional<std::uint32_t> bad_fence;   // A line that begins like the closing fence.
};

bool starts_a_block(const Reader& reader, std::uint32_t line) {
  if (reader.peek(line) == '}') return true;
  const auto end = reader.word_end(line);
  if (end == line || reader.peek(end) != ' ') return false;
  const auto* info = find_block(reader.text().substr(line, end - line));
  if (info == nullptr || !info->top_level) return false;
  const auto line_end = reader.line_end(line);
  return reader.peek(line_end - 1) == '{';
}

// `user: """` inside another text: the fence before it was forgotten.
bool opens_a_text(const Reader& reader, std::uint32_t line, std::uint32_t end) {
  auto text = reader.text().substr(line, end - line);
  text.remove_suffix(text.size() - (text.find_last_not_of(" \t") + 1));
  if (!text.ends_with("\"\"\"")) return false;
  text.remove_suffix(3);
  text.remove_suffix(text.size() - (text.find_last_not_of(' ') + 1));
  if (text.ends_with("raw")) text.remove_suffix(3);
  text.remove_suffix(text.size() - (text.find_last_not_of(' ') + 1));
  return text.ends_with(':');
}

// `last words"""`: the fence of a text stands on a line of its own.
std::optional<std::uint32_t> fence_behind_text(const Reader& reader, std::uint32_t first,
                                               std::uint32_t end, std::uint32_t quotes) {
  while (end > first && (reader.peek(end - 1) == ' ' || reader.peek(end - 1) == '\t')) --end;
  auto begin = end;
  while (begin > first && reader.peek(begin - 1) == '"') --begin;
  return end - begin == quotes ? std::optional(begin) : std::nullopt;
}

BlockShape block_shape(const Reader& reader, const Opening& opening) {
  BlockShape shape;
  auto line = std::min(reader.line_end(opening.quote) + 1, reader.size());
  shape.content = line;
  while (line < reader.size()) {
    const auto first = reader.skip_blanks(line);
    std::uint32_t quotes = 0;
    while (reader.peek(first + quotes) == '"') ++quotes;
    const auto end = reader.line_end(first);
    if (quotes == opening.quotes) {
      if (reader.skip_blanks(first + quotes) == end) {
        shape.last = line;
        shape.end = first + quotes;
        shape.closed = true;
        return shape;
      }
      if (!shape.bad_fence) shape.bad_fence = first;
    }
    if (!shape.bad_fence && !shape.next_block && quotes == 0 && !opens_a_text(reader, line, end))
      shape.bad_fence = fence_behind_text(reader, first, end, opening.quotes);
    if (!shape.next_block && first == line && starts_a_block(reader, line)) shape.next_block = line;
    if (shape.next_block && opens_a_text(reader, line, end)) break;
    line = end + 1;
  }
  shape.last = shape.end = shape.next_block ? *shape.next_block - 1 : reader.size();
  return shape;
}

// --- decoding ------------------------------------------------------------------

// Reads \u{…} whose backslash is at `at` and moves behind it.
std::optional<char32_t> code_point_escape(const Reader& reader, std::uint32_t& at) {
  auto digit = at + 3;
  char32_t value = 0;
  for (; std::isxdigit(static_cast<unsigned char>(reader.peek(digit))) != 0; ++digit) {
    const char byte = reader.peek(digit);
    const int number = byte <= '9' ? byte - '0' : (byte | 0x20) - 'a' + 10;
    value = value > 0x10FFFF ? value : value * 16 + static_cast<char32_t>(number);
  }
  const bool whole = reader.peek(at + 2) == '{' && reader.peek(digit) == '}' && digit > at + 3;
  at = whole ? digit + 1 : at + 2;
  if (!whole || value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
    return std::nullopt;
  return value;
}

void report_escape(Reader& reader, Span text, std::uint32_t at, std::uint32_t end) {
  const Span escape = reader.span(at, end);
  const auto line = reader.text().substr(reader.line_begin(at), at - reader.line_begin(at));
  const auto inside = reader.written(text);
  auto& made = reader.report(unknown_escape, escape, reader.written(escape));
  if (inside.find("\\\"") == inside.npos && inside.find("\\n") == inside.npos &&
      (line.find("matches") != line.npos || line.find("find_all") != line.npos)) {
    made.with_help("in a pattern, write `raw` before the text: `raw " + std::string(inside) + "`")
        .with_fix({"write `raw` before the text", {{{text.begin, text.begin, text.file}, "raw "}}});
    return;
  }
  made.with_help("for a backslash write `\\\\`; the escapes are \\n \\t \\\" \\\\ and \\u{1F600}")
      .with_fix({"write `\\\\`", {{{at, at, text.file}, "\\"}}});
}

// Decodes one escape at `at`, moves behind it; reports the first that is none.
void read_escape(Reader& reader, Span text, std::uint32_t& at, syntax::Text& out, bool& reported) {
  constexpr std::string_view letters = "nt\"\\";
  constexpr std::string_view meant = "\n\t\"\\";
  const auto begin = at;
  const auto known = letters.find(reader.peek(at + 1));
  if (known != letters.npos) {
    out.value += meant[known];
    at += 2;
  } else if (reader.peek(at + 1) == 'u') {
    const auto value = code_point_escape(reader, at);
    if (value) append_code_point(out.value, *value);
    if (!value && !reported)
      reader.report(bad_code_point, reader.span(begin, at), reader.written(reader.span(begin, at)))
          .with_help("write the number of a character in hexadecimal digits, such as \\u{1F600}");
    reported = reported || !value;
  } else {
    at += 1 + code_point_length(reader.text().substr(at + 1));
    // Kept as it was meant, mostly in a pattern, so that nothing else is wrong with it.
    out.value += reader.text().substr(begin, at - begin);
    if (!reported) report_escape(reader, text, begin, at);
    reported = true;
  }
  out.runs.push_back({static_cast<std::uint32_t>(out.value.size()), at});
}

void decode_quoted(Reader& reader, Span text, std::uint32_t quote, syntax::Text& out) {
  bool reported = false;
  auto at = quote + 1;
  out.runs.push_back({0, at});
  const auto last = text.end - 1;
  while (at < last) {
    const auto stop =
        out.raw
            ? last
            : static_cast<std::uint32_t>(std::min<std::size_t>(reader.text().find('\\', at), last));
    out.value.append(reader.text().substr(at, stop - at));
    at = stop;
    if (at < last) read_escape(reader, text, at, out, reported);
  }
}

struct Line {
  std::uint32_t begin, first, end;  // `end` without trailing blanks.
  bool blank() const { return first >= end; }
};

Line line_at(const Reader& reader, std::uint32_t begin, std::uint32_t limit) {
  const auto line_end = std::min(reader.line_end(begin), limit);
  auto end = line_end;
  while (end > begin && (reader.peek(end - 1) == ' ' || reader.peek(end - 1) == '\t')) --end;
  return {begin, std::min(reader.skip_blanks(begin), end), end};
}

std::vector<Line> lines_of(const Reader& reader, const BlockShape& shape) {
  std::vector<Line> lines;
  for (auto begin = shape.content; begin < shape.last;) {
    lines.push_back(line_at(reader, begin, shape.last));
    begin = reader.line_end(begin) + 1;
  }
  return lines;
}

// The leading blanks that all lines and the closing fence share.
std::uint32_t shared_blanks(const Reader& reader, const std::vector<Line>& lines,
                            const BlockShape& shape) {
  const auto closing =
      reader.text().substr(shape.last, reader.skip_blanks(shape.last) - shape.last);
  auto shared = closing;
  for (const auto& line : lines) {
    if (line.blank()) continue;
    const auto blanks = reader.text().substr(line.begin, line.first - line.begin);
    const auto differs = std::ranges::mismatch(shared, blanks);
    shared = shared.substr(0, static_cast<std::size_t>(differs.in1 - shared.begin()));
  }
  return static_cast<std::uint32_t>(shared.size());
}

// One line further left than all others shifts them: the text then has blanks
// that nobody meant. The first line may stand further left (pasted code does).
void warn_if_shifted(Reader& reader, const std::vector<Line>& lines, const BlockShape& shape,
                     std::uint32_t shared) {
  const auto fence = reader.skip_blanks(shape.last) - shape.last;
  const Line* outdented = nullptr;
  const Line* first = nullptr;
  std::uint32_t at_shared = 0, others = fence, texts = 0, least_text = UINT32_MAX;
  for (const auto& line : lines) {
    if (line.blank()) continue;
    if (first == nullptr) first = &line;
    const auto blanks = line.first - line.begin;
    ++texts;
    least_text = std::min(least_text, blanks);
    if (blanks > shared) others = std::min(others, blanks);
    if (blanks > shared) continue;
    ++at_shared;
    outdented = &line;
  }
  if (texts == 0) return;
  if (fence == shared && at_shared == 0) {
    const auto quote = shape.last + fence;
    reader.report(fence_outdented, reader.span(quote, shape.end), least_text - shared)
        .with_help("put the closing quotes under the text")
        .with_fix({"move the closing quotes",
                   {{reader.span(quote, quote), std::string(least_text - shared, ' ')}}});
  } else if (at_shared == 1 && outdented != first && texts >= 3 && others > shared) {
    reader.report(text_shifted, reader.span(outdented->first, outdented->end), others - shared)
        .with_label("this line stands further left than all others")
        .with_help("indent this line like the others, or move the others to the left")
        .with_fix({"indent this line",
                   {{reader.span(outdented->first, outdented->first),
                     std::string(others - shared, ' ')}}});
  }
}

void decode_block(Reader& reader, const BlockShape& shape, syntax::Text& out) {
  const auto lines = lines_of(reader, shape);
  const auto shared = shared_blanks(reader, lines, shape);
  for (const auto& line : lines) {
    if (&line != &lines.front()) out.value += '\n';
    if (line.blank()) continue;
    out.runs.push_back({static_cast<std::uint32_t>(out.value.size()), line.begin + shared});
    out.value += reader.text().substr(line.begin + shared, line.end - line.begin - shared);
  }
  warn_if_shifted(reader, lines, shape, shared);
}

[[noreturn]] void stop_unclosed_block(Reader& reader, const Opening& opening,
                                      const BlockShape& shape) {
  const std::string fence(opening.quotes, '"');
  auto& made =
      reader.report(unclosed_block, reader.span(opening.quote, opening.quote + opening.quotes));
  made.with_label("opened here");
  if (shape.bad_fence)
    made.with_other(reader.span(*shape.bad_fence, *shape.bad_fence + opening.quotes),
                    "more stands on this line, so it does not close the text");
  else if (shape.next_block)
    made.with_other(reader.span(*shape.next_block, *shape.next_block + 1),
                    "the text probably ends above this line");
  made.with_help("end it with a line that holds `" + fence + "` and nothing else");
  if (shape.next_block)
    made.with_help("if these lines are part of the text, use more quotes, such as `" + fence +
                   "\"`, at both ends");
  throw Stopped{};
}

// `"""text"""` on one line, or a text that begins behind its quotes.
[[noreturn]] void stop_block_on_one_line(Reader& reader, const Opening& opening) {
  const auto end = reader.line_end(opening.quote);
  const auto begin = opening.quote + opening.quotes;
  const auto inside = reader.text().substr(begin, end - begin);
  const auto close = inside.find("\"\"\"");
  auto& made = reader.report(block_on_one_line, reader.span(opening.quote, begin));
  made.with_label("the text begins on the next line");
  if (close == inside.npos || inside.substr(0, close).find('\\') != inside.npos) throw Stopped{};
  const auto text = std::string(inside.substr(0, close));
  made.with_help("on one line write `\"" + text + "\"`")
      .with_fix({"use single quotes of a text",
                 {{reader.span(opening.quote, begin + static_cast<std::uint32_t>(close) + 3),
                   "\"" + text + "\""}},
                 true});
  throw Stopped{};
}

[[noreturn]] void stop_unclosed_quote(Reader& reader, const Opening& opening) {
  auto end = reader.line_end(opening.quote);
  while (reader.peek(end - 1) == ' ') --end;
  reader.report(unclosed_text, reader.span(opening.quote, opening.quote + 1))
      .with_label("opened here")
      .with_help("close it with `\"` on this line; a text of several lines stands between `\"\"\"`")
      .with_fix({"close it at the end of the line", {{reader.span(end, end), "\""}}});
  throw Stopped{};
}

}  // namespace

bool text_begins(const Reader& reader, std::uint32_t at) {
  if (reader.peek(at) == '"') return true;
  if (!reader.starts(at, "raw")) return false;
  const auto quote = reader.skip_blanks(at + 3);
  return quote > at + 3 && reader.peek(quote) == '"';
}

syntax::Expr read_text(Reader& reader, std::uint32_t& at) {
  const auto opening = opening_at(reader, at);
  syntax::Text text;
  text.raw = opening.raw;
  const auto begin = at;
  if (!opening.block()) {
    const auto end = quoted_end(reader, opening);
    if (!end) stop_unclosed_quote(reader, opening);
    at = *end;
    decode_quoted(reader, reader.span(begin, at), opening.quote, text);
    return {.at = reader.span(begin, at), .node = std::move(text)};
  }
  const auto after = opening.quote + opening.quotes;
  if (reader.skip_blanks(after) != reader.line_end(after)) stop_block_on_one_line(reader, opening);
  const auto shape = block_shape(reader, opening);
  if (!shape.closed) stop_unclosed_block(reader, opening, shape);
  text.form = syntax::Text::Form::block;
  text.fence = static_cast<int>(opening.quotes);
  decode_block(reader, shape, text);
  at = shape.end;
  return {.at = reader.span(begin, at), .node = std::move(text)};
}

std::uint32_t skip_text(const Reader& reader, std::uint32_t at) {
  const auto opening = opening_at(reader, at);
  if (!opening.block()) return quoted_end(reader, opening).value_or(reader.line_end(at));
  const auto after = opening.quote + opening.quotes;
  if (reader.skip_blanks(after) == reader.line_end(after)) return block_shape(reader, opening).end;
  const auto close = reader.text().find("\"\"\"", after);
  const auto end = reader.line_end(at);
  if (close < end) return static_cast<std::uint32_t>(close) + 3;
  const auto far =
      close == std::string_view::npos ? end : reader.line_end(static_cast<std::uint32_t>(close));
  return far;
}

}  // namespace cairn
