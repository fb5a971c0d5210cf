// What to say where a value cannot be read on.
#include <array>

#include "lang/names.h"
#include "lang/nearest.h"
#include "lang/pending.h"
#include "lang/utf8.h"

namespace cairn {
namespace {

using enum DiagnosticKind;

std::string_view name_of(Expected expected) {
  switch (expected) {
    case Expected::operand:
    case Expected::value:
      return "a value";
    case Expected::list_of_loop:
      return "a list";
    case Expected::loop_colon:
      return "`:`";
    case Expected::loop_body:
      return "what is asked of each element";
    case Expected::field:
      return "the name of a field";
    case Expected::verb:
      return "`contain`, `mention`, `match`, `start with` or `end with`";
    case Expected::amount:
      return "a number";
    case Expected::file_path:
      return "a path in quotes";
    case Expected::close_paren:
    case Expected::close_call:
    case Expected::close_list:
    case Expected::close_pick:
      break;
  }
  return "a closing bracket";
}

bool closes(Expected expected) {
  return expected == Expected::close_paren || expected == Expected::close_call ||
         expected == Expected::close_list || expected == Expected::close_pick;
}

// What each form looks like, for a value that is nothing of the kind.
std::string_view sample_of(Form form) {
  switch (form) {
    case Form::for_each:
      return "name an element and its list: `for each: step in numbered_steps(answer)`";
    case Form::combine:
      return "write `all`, `share`, `some`, `points` or `at least 90%`";
    case Form::range:
      return "write the lowest and the highest: `scores: 1 to 5`";
    case Form::parameters:
      return "write a type and a name for each: `takes: [text passage, number most]`";
    case Form::verdicts:
      return "write the verdicts in brackets: `verdicts: [yes, no]`";
    case Form::text:
    case Form::template_:
      return "a text stands in quotes";
    case Form::file:
      return "write `file(\"path\")`";
    default:
      return "a text stands in quotes, a number has digits only, a list stands between `[` and `]`";
  }
}

bool line_ends(const Reader& reader, std::uint32_t at) {
  const char byte = reader.peek(at);
  return byte == '\n' || byte == '#' || at >= reader.size();
}

// Where what cannot be read ends: a word, or one character.
std::uint32_t token_end(const Reader& reader, std::uint32_t at) {
  auto end = at;
  while (is_loose(reader.peek(end))) ++end;
  if (end > at) return end;
  return std::min(reader.size(), at + code_point_length(reader.text().substr(at)));
}

std::uint32_t rest_end(const Reader& reader, std::uint32_t at) {
  auto end = reader.line_end(at);
  while (end > at && (reader.peek(end - 1) == ' ' || reader.peek(end - 1) == '\t')) --end;
  return end;
}

std::uint32_t blanks_back(const Reader& reader, std::uint32_t at) {
  while (at > 0 && (reader.peek(at - 1) == ' ' || reader.peek(at - 1) == '\t')) --at;
  return at;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char byte : text) {
    if (byte == '"' || byte == '\\') out += '\\';
    out += byte;
  }
  return out + "\"";
}

bool takes_text(Form form) { return form == Form::text || form == Form::template_; }

// Prose without quotes: everything up to the end of the line.
void report_unquoted(Reader& reader, std::uint32_t begin, std::uint32_t end) {
  const auto at = reader.span(begin, end);
  reader.report(unquoted_text, at)
      .with_help(fmt::format("write `{}`", quoted(reader.written(at))))
      .with_fix({"put it in quotes", {{at, quoted(reader.written(at))}}, true});
}

bool report_single_quotes(Reader& reader, std::uint32_t at) {
  const char mark = reader.peek(at);
  if (mark != '\'' && mark != '`') return false;
  const auto line_end = reader.line_end(at);
  const auto close = reader.text().substr(0, line_end).find(mark, at + 1);
  const auto end = close == std::string_view::npos ? at + 1 : static_cast<std::uint32_t>(close) + 1;
  auto& made = reader.report(wrong_quotes, reader.span(at, end), mark);
  if (end == at + 1) return true;
  const auto inside = quoted(reader.written(reader.span(at + 1, end - 1)));
  made.with_help(fmt::format("write `{}`", inside))
      .with_fix({"write double quotes", {{reader.span(at, end), inside}}, true});
  return true;
}

struct Habit {
  std::string_view written, meant;
};
constexpr std::array habits = {
    Habit{"True", "yes"}, Habit{"False", "no"}, Habit{"AND", "and"},  Habit{"OR", "or"},
    Habit{"NOT", "not"},  Habit{"Yes", "yes"},  Habit{"No", "no"},    Habit{"YES", "yes"},
    Habit{"NO", "no"},    Habit{"TRUE", "yes"}, Habit{"FALSE", "no"}, Habit{"None", "is missing"},
};

bool report_word(Reader& reader, std::uint32_t at) {
  const auto span = reader.span(at, token_end(reader, at));
  const auto word = reader.written(span);
  for (const auto& habit : habits) {
    if (habit.written != word) continue;
    reader.report(wrong_case, span, word)
        .with_help(fmt::format("write `{}`", habit.meant))
        .with_fix(
            {fmt::format("write `{}`", habit.meant), {{span, std::string(habit.meant)}}, true});
    return true;
  }
  return false;
}

void report_unclosed_bracket(Reader& reader, std::uint32_t open, std::uint32_t at) {
  const char mark = reader.peek(open);
  const std::string close(1, mark == '[' ? ']' : ')');
  const auto end = blanks_back(reader, at);
  auto& made =
      reader.report(unclosed_bracket, reader.span(open, open + 1), mark).with_label("opened here");
  if (line_ends(reader, at))
    made.with_help(fmt::format("close it with `{}`", close));
  else
    made.with_other(reader.span(at, token_end(reader, at)),
                    fmt::format("`{}` or `,` is expected here", close));
  made.with_fix({fmt::format("write `{}`", close), {{reader.span(end, end), close}}});
}

// `key:` at `at`, or words and `:`.
bool key_begins(const Reader& reader, std::uint32_t at) {
  const auto begin = at;
  while (is_loose(reader.peek(at)) || (reader.peek(at) == ' ' && at > begin)) ++at;
  return at > begin && reader.peek(at) == ':';
}

bool record_begins(const Reader& reader, std::uint32_t at) {
  auto end = reader.word_end(at);
  if (end == at) return false;
  end = reader.skip_blanks(end);
  end = reader.skip_blanks(reader.word_end(end));
  return reader.peek(end) == '{';
}

void report_rest(Pending& pending, std::uint32_t at) {
  auto& reader = pending.reader;
  const auto line_end = rest_end(reader, at);
  const auto token = reader.span(at, token_end(reader, at));
  const bool data = pending.wanted.form == Form::data;
  const bool word_before = is_loose(reader.peek(blanks_back(reader, at) - 1));
  if (report_single_quotes(reader, at) || report_word(reader, at)) return;
  if ((data || takes_text(pending.wanted.form)) && word_before && !pending.wanted.one_line)
    return report_unquoted(reader, pending.begin, line_end);
  auto& made = reader.report(rest_of_line, token, reader.written(token));
  if (reader.peek(at) == '"')
    made.with_help(
        "two texts are joined by `join([a, b], \"\")`; a quote inside a text is written `\\\"`");
  else if (reader.peek(at) == '?')
    made.with_help("there is no `? :`: say the condition with `and` and `or`");
  else if (reader.peek(at) == '|')
    made.with_help("a function is called by its name: `lower(answer)`");
  else if (reader.peek(at) == ')' || reader.peek(at) == ']')
    made.with_help("no bracket is open here: take it out").with_fix({"take it out", {{token, ""}}});
  else
    made.with_help("a setting ends with its line; conditions are joined by `and` or `or`");
}

}  // namespace

void Pending::stop(std::uint32_t at, Expected expected) {
  const bool ends = line_ends(reader, at) || (wanted.one_line && reader.peek(at) == '}');
  if (closes(expected)) {
    if (ends || (!report_single_quotes(reader, at) && !report_word(reader, at)))
      report_unclosed_bracket(reader, last_open, at);
    throw Stopped{};
  }
  if (!ends && (report_single_quotes(reader, at) || report_word(reader, at))) throw Stopped{};
  const bool first = at == begin;
  const auto byte = static_cast<unsigned char>(reader.peek(at));
  const bool letter = (byte >= 'A' && byte <= 'Z') || byte >= 0x80 || (byte >= 'a' && byte <= 'z');
  if (first && letter &&
      (takes_text(wanted.form) || wanted.form == Form::data || (byte < 'a' || byte >= 0x80))) {
    report_unquoted(reader, at, rest_end(reader, at));
    throw Stopped{};
  }
  const auto end = ends ? blanks_back(reader, at) : token_end(reader, at);
  const auto span = ends ? reader.span(end == 0 ? 0 : end - 1, end) : reader.span(at, end);
  auto& made = reader.report(something_expected, span, name_of(expected));
  if (ends)
    made.with_label("the line ends here");
  else if (reader.peek(at) == '{')
    made.with_help("a record is a block of its own: `word small { key: value }`");
  if (first) {
    made.with_help(std::string(sample_of(wanted.form)));
  } else if (expected == Expected::loop_colon) {
    made.with_help(
        "a list is followed by `:` and what is asked of each: `some name in ingredient.names: "
        "answer mentions name`");
  } else if (expected == Expected::operand || expected == Expected::loop_body) {
    made.with_help("a line may break before or after `and` and `or`, and anywhere inside `( )`");
  }
  throw Stopped{};
}

void check_rest_of_line(Pending& pending) {
  auto& reader = pending.reader;
  const auto at = reader.skip_blanks(reader.place);
  const char byte = reader.peek(at);
  if (line_ends(reader, at) || byte == ';' || byte == ',') return;
  if (byte == '}' || (pending.wanted.one_line && record_begins(reader, at))) return;
  if (key_begins(reader, at)) return;  // Two settings on a line: the structure says so.
  report_rest(pending, at);
  throw Stopped{};
}

namespace {

// Where a bracket that is open at the end of a line was probably forgotten.
bool continues(const Reader& reader, std::uint32_t next_line) {
  const auto at = reader.skip_blanks(next_line);
  if (at >= reader.size() || reader.peek(at) == '}') return false;
  return !key_begins(reader, at) && !(at == next_line && top_block_begins(reader, at));
}

bool joins(const Reader& reader, std::uint32_t next_line) {
  const auto at = reader.skip_blanks(next_line);
  const auto word = reader.text(reader.span(at, reader.word_end(at)));
  return (word == "and" || word == "or") && reader.peek(reader.skip_blanks(at + 3)) != ':';
}

}  // namespace

std::uint32_t skip_value(const Reader& reader, std::uint32_t at, bool one_line) {
  int depth = 0;
  const auto begin = at;
  while (at < reader.size()) {
    const char byte = reader.peek(at);
    if (byte == '"') {
      at = std::max(skip_text(reader, at), at + 1);
      continue;
    }
    if (byte == '#') {
      at = reader.line_end(at);
      continue;
    }
    if (byte == '\n' && !(depth > 0 && continues(reader, at + 1)) && !joins(reader, at + 1))
      return at;
    if (one_line && depth <= 0 && byte == '}') return at;
    if (one_line && depth <= 0 && at > begin && reader.peek(at - 1) == ' ' &&
        key_begins(reader, at) && is_loose(byte))
      return at;
    depth += byte == '(' || byte == '[' ? 1 : byte == ')' || byte == ']' ? -1 : 0;
    ++at;
  }
  return at;
}

}  // namespace cairn
