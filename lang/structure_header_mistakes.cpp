// What to say when the line that opens a block is not as it should be.
#include "lang/structure.h"

namespace cairn {

using enum DiagnosticKind;

void Structure::report_place(Header& header, const Open* parent) {
  const auto& info = *header.info;
  const auto& keyword = header.block.keyword;
  if (parent == nullptr) {
    if (info.top_level) return;
    header.place = Header::Place::nowhere;
    reader_.report(wrong_place, keyword.at, keyword.id)
        .with_help(fmt::format("it stands inside {}",
                               info.inside == "prompt" ? "a `prompt`" : "a `check` or a `define`"));
    return;
  }
  const auto& outer = parent->block->keyword.id;
  if (info.inside.find(outer) != std::string_view::npos) return;
  header.place = info.top_level ? Header::Place::top : Header::Place::nowhere;
  auto& made = reader_.report(wrong_place, keyword.at, keyword.id)
                   .with_other(parent->block->keyword.at, "inside this block");
  if (info.top_level)
    made.with_help(
        "close the block above it with `}` first; blocks of the file do not stand in each other");
  else
    made.with_help(fmt::format("it stands inside {}",
                               info.inside == "prompt" ? "a `prompt`" : "a `check` or a `define`"));
}

std::uint32_t Structure::report_no_brace(Header& header, std::uint32_t at) {
  auto& block = header.block;
  const auto line_end = reader_.line_end(at);
  auto next = line_end;
  while (reader_.peek(next) == '\n' || reader_.peek(next) == ' ' || reader_.peek(next) == '\t')
    ++next;
  if (line_ends(at) && reader_.peek(next) == '{') {
    reader_.report(bad_header, reader_.span(next, next + 1), "`{` stands on the line of its block")
        .with_help("move it up")
        .with_fix({"move it up", {{reader_.span(at, next), " "}}, true});
    return next;
  }
  const auto brace = reader_.text(reader_.span(at, line_end)).find('{');
  if (brace != std::string_view::npos) {
    const auto open = at + static_cast<std::uint32_t>(brace);
    if (!header.told) report_before_brace(header, at, open);
    return open;
  }
  if (report_other_bracket(header, at)) return reader_.place;
  const auto words = reader_.span(block.keyword.at.begin, reader_.place);
  file_.incomplete = true;
  if (!header.told)
    reader_.report(bad_header, words, "this block has no `{`")
        .with_help(
            fmt::format("write `{} {{`, and a `}}` below its settings", reader_.written(words)))
        .with_fix({"put in the `{`", {{reader_.span(reader_.place, reader_.place), " {"}}});
  reader_.place = line_end;
  // Settings below it are read as its own.
  const bool body = reader_.peek(line_end + 1) == ' ' || reader_.peek(line_end + 1) == '\t';
  block.braces = body;
  block.open = reader_.span(words.end, words.end);
  return line_end;
}

// Between the name and the `{`: a mark of another language, or a title without quotes.
void Structure::report_before_brace(Header& header, std::uint32_t at, std::uint32_t open) {
  const auto& block = header.block;
  auto end = open;
  while (end > at && reader_.peek(end - 1) == ' ') --end;
  const auto between = reader_.span(at, end);
  auto title = reader_.written(between);
  const auto head = fmt::format("{} {}", block.keyword.id, block.name ? block.name->id : "name");
  if (title == "=" || title == ":" || title == "->" || title == "=>") {
    reader_.report(bad_header, between, "only a name and a title stand before the `{`")
        .with_help(fmt::format("take the `{}` out", title))
        .with_fix({"take it out", {{reader_.span(reader_.place, open), " "}}, true});
    return;
  }
  const bool single = title.size() > 1 && title.front() == '\'' && title.back() == '\'';
  if (single) title = title.substr(1, title.size() - 2);
  auto& made = single ? reader_.report(wrong_quotes, between, "`'`")
                      : reader_.report(unquoted_text, between);
  if (block.title || title.find('"') != title.npos)
    made.with_help(
        fmt::format("only a name and a title stand before the `{{`: `{} \"Title\" {{`", head));
  else
    made.with_help(fmt::format("a title stands in quotes: `{} \"{}\" {{`", head, title))
        .with_fix({"put it in quotes", {{between, fmt::format("\"{}\"", title)}}, true});
}

// `check polite (` … `)`: the block is passed over.
bool Structure::report_other_bracket(Header& header, std::uint32_t at) {
  const char mark = reader_.peek(at);
  if (mark != '(' && mark != '[') return false;
  reader_
      .report(bad_header, reader_.span(at, at + 1),
              fmt::format("a block stands between `{{` and `}}`, not between `{}` and `{}`", mark,
                          mark == '(' ? ')' : ']'))
      .with_help("write `{` here, and `}` at its end");
  header.place = Header::Place::nowhere;
  file_.incomplete = true;
  reader_.place = reader_.line_end(at);
  while (reader_.place < reader_.size() && !top_block_begins(reader_, reader_.place + 1))
    reader_.place = reader_.line_end(reader_.place + 1);
  return true;
}

}  // namespace cairn
