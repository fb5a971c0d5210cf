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
  const auto name = mark == '\'' ? std::string_view("`'`") : std::string_view("backticks");
  if (reader.starts(at, "'''")) {
    reader.report(wrong_quotes, reader.span(at, at + 3), "`'''`")
        .with_help("a text of several lines stands between `\"\"\"`, one of a line between `\"`");
    return true;
  }
  if (at > 0 && is_loose(reader.peek(at - 1))) {
    reader.report(wrong_quotes, reader.span(at, at + 1), name)
        .with_help("a field is reached by a dot, such as `item.question`");
    return true;
  }
  const auto line_end = reader.line_end(at);
  const auto close = reader.text().substr(0, line_end).find(mark, at + 1);
  const auto end = close == std::string_view::npos ? at + 1 : static_cast<std::uint32_t>(close) + 1;
  auto& made = reader.report(wrong_quotes, reader.span(at, end), name);
  if (end == at + 1) {
    made.with_help("put a `\"` before the text and one behind it");
    return true;
  }
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
    auto& made =
        reader.report(wrong_case, span, word).with_help(fmt::format("write `{}`", habit.meant));
    if (habit.meant.find(' ') == habit.meant.npos)
      made.with_fix({fmt::format("write `{}`", habit.meant),
                     {{span, std::string(habit.meant)}},
                     habit.meant != "not"});
    return true;
  }
  return false;
}

// What is wrong between the elements of a bracket, where something else than `,`
// or its end stands.
std::string help_between(const Reader& reader, std::uint32_t open, std::uint32_t at) {
  const bool list = reader.peek(open) == '[';
  switch (reader.peek(at)) {
    case ';':
      return "elements are separated by `,`";
    case ',':
      return list ? "an element is missing before this `,`"
                  : "a list stands between `[` and `]`, not between `(` and `)`";
    case ')':
    case ']':
    case '}':
      return list ? "what `[` opens, `]` closes" : "what `(` opens, `)` closes";
    case '"':
      return "put a `,` between the two";
    default:
      return list ? "put a `,` between two elements" : "put a `,` or an operator between the two";
  }
}

void report_unclosed_bracket(Reader& reader, std::uint32_t open, std::uint32_t at) {
  const char mark = reader.peek(open);
  const std::string close(1, mark == '[' ? ']' : ')');
  const auto opened = reader.span(open, open + 1);
  // `weight: 2` below an open bracket: the word before `:` was taken for an element.
  const auto line = reader.line_begin(at);
  const auto first = reader.skip_blanks(line);
  const bool next_setting = line > open && reader.peek(at) == ':' && key_begins(reader, first);
  const auto end = blanks_back(reader, next_setting ? line - 1 : at);
  if (line_ends(reader, at) || next_setting) {
    reader.report(unclosed_bracket, opened, mark)
        .with_label("opened here")
        .with_help(fmt::format("close it with `{}`", close))
        .with_fix({fmt::format("write `{}`", close), {{reader.span(end, end), close}}});
    return;
  }
  reader
      .report(something_expected, reader.span(at, token_end(reader, at)),
              fmt::format("`,` or `{}`", close))
      .with_other(opened, fmt::format("for the `{}` that opens here", mark))
      .with_help(help_between(reader, open, at));
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
  if (report_phrase(pending, at)) return;
  if ((data || takes_text(pending.wanted.form)) && word_before && !pending.wanted.one_line)
    return report_unquoted(reader, pending.begin, line_end);
  auto& made = reader.report(rest_of_line, token, reader.written(token));
  const auto before = reader.text().substr(pending.begin, blanks_back(reader, at) - pending.begin);
  if (reader.peek(at) == '"')
    made.with_help(
        "two texts are joined by `join([a, b], \"\")`; a quote inside a text is written `\\\"`");
  else if (reader.peek(at - 1) == '"')
    made.with_help("a quote inside a text is written `\\\"`");
  else if (reader.text(token) == "percent")
    made.with_help(fmt::format("write `{}%`", before));
  else if (before == "if")
    made.with_help("there is no `if`: `when:` says where a check applies");
  else if (is_name(before) && before.size() > 3 && is_loose(reader.peek(at)))
    made.with_help(fmt::format("what a function is given stands in brackets: `{}({})`", before,
                               reader.written(token)));
  else if (reader.peek(at) == ')' || reader.peek(at) == ']')
    made.with_help("no bracket is open here: take it out").with_fix({"take it out", {{token, ""}}});
  else
    made.with_help("a setting ends with its line; conditions are joined by `and` or `or`");
}

}  // namespace

namespace {

// What to do where a value cannot even begin.
std::string help_at_begin(const Reader& reader, std::uint32_t at, Form form) {
  const auto next = reader.peek(at + 1);
  switch (reader.peek(at)) {
    case '{':
      return form == Form::data ? "a record is a block of its own: `word small { key: value }`"
                                : "a list stands between `[` and `]`";
    case ':':
    case '=':
      return "one `:` is enough";
    case '.':
      if (next >= '0' && next <= '9')
        return fmt::format("write `0{}`",
                           reader.written(reader.span(at, token_end(reader, at + 1))));
      break;
    case '$':
      return "a name stands without `$`";
    default:
      break;
  }
  const auto word = reader.text(reader.span(at, reader.word_end(at)));
  if (word == "and" || word == "or") return "a condition stands on both sides of it";
  return std::string(sample_of(form));
}

std::string help_inside(const Reader& reader, std::uint32_t at, Expected expected, bool ends) {
  if (expected == Expected::loop_colon)
    return "a list is followed by `:` and what is asked of each: `some name in ingredient.names: "
           "answer mentions name`";
  if (expected == Expected::field && ends) return "take the `.` out";
  if (expected == Expected::verb)
    return "write `does not contain`, or another of these words behind `does not`";
  if (reader.peek(at) == '/') return "a pattern stands in quotes: `matches raw \"[0-9]+\"`";
  if (reader.peek(at) == ')' || reader.peek(at) == ']')
    return "put a value there, or take the brackets out";
  return "a line may break before or after `and` and `or`, and anywhere inside `( )`";
}

// Where what is missing should stand: behind the last word when the rest of the
// setting is empty and another line has begun.
std::uint32_t before_next_entry(const Reader& reader, std::uint32_t at) {
  auto end = at;
  while (end > 0 && std::string_view(" \t\n").find(reader.peek(end - 1)) != std::string_view::npos)
    --end;
  const bool next_line = reader.text().substr(end, at - end).find('\n') != std::string_view::npos;
  const bool entry = reader.peek(at) == '}' || at >= reader.size() || key_begins(reader, at);
  return next_line && entry ? end : at;
}

}  // namespace

void Pending::stop(std::uint32_t at, Expected expected) {
  at = before_next_entry(reader, at);
  const bool ends = line_ends(reader, at) || (wanted.one_line && reader.peek(at) == '}');
  const bool first = at == begin;
  if (!ends && (report_single_quotes(reader, at) || report_word(reader, at))) throw Stopped{};
  if (!ends && !first && report_phrase(*this, at)) throw Stopped{};
  if (closes(expected)) {
    report_unclosed_bracket(reader, last_open, at);
    throw Stopped{};
  }
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
  if (ends) made.with_label("the line ends here");
  made.with_help(first ? help_at_begin(reader, at, wanted.form)
                       : help_inside(reader, at, expected, ends));
  throw Stopped{};
}

namespace {

// `1,000` and `0,5`, or elements without brackets.
bool report_comma(Pending& pending, std::uint32_t comma) {
  auto& reader = pending.reader;
  const auto next = reader.skip_blanks(comma + 1);
  if (line_ends(reader, next) || key_begins(reader, next)) return false;
  auto begin = comma;
  while (begin > pending.begin && (std::isdigit(reader.peek(begin - 1)) != 0)) --begin;
  auto end = comma + 1;
  while (std::isdigit(reader.peek(end)) != 0 || reader.peek(end) == ',') ++end;
  if (begin < comma && end > comma + 1) {
    const auto written = std::string(reader.text(reader.span(begin, end)));
    std::string whole = written, decimal = written;
    std::erase(whole, ',');
    decimal[decimal.find(',')] = '.';
    const bool thousands = end - comma == 4 || written.find(',') != written.rfind(',');
    reader.report(bad_number, reader.span(begin, end), written)
        .with_help(fmt::format("write `{}`", thousands ? whole : decimal));
    return true;
  }
  reader.report(rest_of_line, reader.span(comma, comma + 1), ",")
      .with_help("several values are a list: `[one, two]`");
  return true;
}

}  // namespace

void check_rest_of_line(Pending& pending) {
  auto& reader = pending.reader;
  const auto at = reader.skip_blanks(reader.place);
  const char byte = reader.peek(at);
  if (byte == ',' && !pending.wanted.one_line && report_comma(pending, at)) throw Stopped{};
  if (line_ends(reader, at) || byte == ';' || byte == ',') return;
  if (byte == '}' || (pending.wanted.one_line && record_begins(reader, at))) return;
  if (key_begins(reader, at)) return;  // Two settings on a line: the structure says so.
  report_rest(pending, at);
  throw Stopped{};
}

}  // namespace cairn
