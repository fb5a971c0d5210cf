// What to say when blocks and lines are not as they should be.
#include <array>

#include "lang/names.h"
#include "lang/structure.h"
#include "lang/utf8.h"

namespace cairn {
namespace {

using enum DiagnosticKind;

// How many blocks are still open where the next block of the file begins, or at
// its end, if reading goes on at `at` inside `depth` blocks.
int open_at_next_block(const Reader& reader, std::uint32_t at, int depth) {
  while (at < reader.size()) {
    const char byte = reader.peek(at);
    if (byte == '"') {
      at = std::max(skip_text(reader, at), at + 1);
      continue;
    }
    if (byte == '#') at = reader.line_end(at);
    if (byte == '{') ++depth;
    if (byte == '}' && --depth <= 0) return 0;
    if (reader.peek(at) == '\n' && top_block_begins(reader, at + 1)) return depth;
    ++at;
  }
  return depth;
}

// Behind `check layout` in `check layout:`, if this line is a block's first in
// the manner of YAML; else `at`.
std::uint32_t yaml_colon(const Reader& reader, const std::vector<Span>& words) {
  const auto* info = find_block(reader.text(words.front()));
  if (info == nullptr || !info->top_level || words.size() > 2) return 0;
  const auto colon = reader.skip_blanks(words.back().end);
  return reader.skip_blanks(colon + 1) == reader.line_end(colon) ? colon : 0;
}

}  // namespace

// --- braces ----------------------------------------------------------------------

bool Structure::was_never_closed(const Open& open) {
  const auto at = reader_.place;
  if (at >= reader_.size()) {
    report_never_closed(open, open.block->open, "opened here", 0);
    return true;
  }
  const auto column = reader_.column(at);
  const auto* outermost = &open;
  while (outermost->parent != nullptr) outermost = outermost->parent;
  if (column <= outermost->column && top_block_begins(reader_, at)) {
    report_never_closed(open, reader_.span(at, reader_.word_end(at)),
                        "a new block starts here, so a `}` is missing above this line", 0);
    return true;
  }
  return open.depth > 1 && !open.block->one_line && ended_by_indentation(open, column);
}

// A `}` is missing somewhere in this block of the file: where a line stands says
// which block it belongs to.
bool Structure::ended_by_indentation(const Open& open, int column) {
  const auto at = reader_.place;
  const bool closes_outer = reader_.peek(at) == '}' && column < open.column;
  const auto word = reader_.span(at, reader_.word_end(at));
  const bool next_of_kind = column == open.column && reader_.text(word) == open.block->keyword.id &&
                            shape_at(at).kind == Shape::Kind::block;
  if (!closes_outer && !next_of_kind) return false;
  if (!brace_missing_) brace_missing_ = open_at_next_block(reader_, at, open.depth) > 0;
  if (!*brace_missing_) return false;
  const auto* owner = open.parent;
  while (closes_outer && owner->parent != nullptr && owner->column > column) owner = owner->parent;
  if (closes_outer)
    report_never_closed(
        open, reader_.span(at, at + 1),
        fmt::format("by where it stands, this `}}` closes `{}`", owner->block->keyword.id),
        owner->depth);
  else
    report_never_closed(open, word, "the next one starts here, so a `}` is missing above this line",
                        owner->depth);
  brace_missing_ = false;
  return true;
}

void Structure::report_never_closed(const Open& open, Span seen, std::string label, int unwind_to) {
  unwind_to_ = unwind_to;
  if (open.block->open.begin == open.block->open.end) return;  // Its `{` is missing: reported.
  open.block->at.end = std::max(open.block->at.end, reader_.place);
  auto& made = reader_.report(never_closed, seen).with_label(std::move(label));
  if (seen != open.block->open) {
    made.with_other(open.block->open, "the block opens here");
  } else {
    made.with_help("end it with a `}` on a line of its own");
  }
}

// --- lines of the file ---------------------------------------------------------------

void Structure::report_top_line() {
  const auto at = reader_.place;
  if (told_top_setting_) return skip_line();
  if (report_habit(at)) {
    // What follows `- check x {` or `{` belongs to it.
    told_top_setting_ = std::string_view("-*{").find(reader_.peek(at)) != std::string_view::npos &&
                        reader_.peek(at + 1) != reader_.peek(at);
    file_.incomplete = true;
    return skip_line();
  }
  if (reader_.peek(at) == '}') {
    reader_.report(stray_brace, reader_.span(at, at + 1))
        .with_help("take it out, or look for a `}` too many above this line");
    ++reader_.place;
    told_top_setting_ = true;  // Settings behind it belong to a block that was closed too early.
    return;
  }
  const auto shape = shape_at(at);
  const auto words = shape.words;
  file_.incomplete = true;
  const auto first = words.empty() ? std::string() : std::string(reader_.written(words.front()));
  if (first == "cairn" || first == "Cairn" || first == "CAIRN") {
    reader_.report(bad_header, words.front(), "the edition is written `cairn 1`")
        .with_help("write `cairn 1`, in small letters and without a `:`");
    return skip_line();
  }
  if (shape.kind == Shape::Kind::setting && find_block(first) != nullptr &&
      yaml_colon(reader_, words) == 0) {
    told_top_setting_ = true;
    const auto colon = reader_.skip_blanks(words.back().end);
    reader_.report(bad_header, reader_.span(colon, colon + 1), "the line of a block has no `:`")
        .with_help(first == "use" ? "write `use \"../shared/checks.eval\" as shared`"
                                  : fmt::format("write `{} short_name \"Title\" {{`", first));
    return skip_line();
  }
  if (shape.kind == Shape::Kind::setting && reader_.peek(at) != '"') {
    if (const auto colon = yaml_colon(reader_, words); colon != 0) {
      told_top_setting_ = true;
      reader_.report(bad_header, reader_.span(colon, colon + 1), "a block is opened by `{`")
          .with_help(fmt::format("write `{} {{`, and `}}` below its settings",
                                 reader_.text(join(words.front(), words.back()))));
      return skip_line();
    }
    told_top_setting_ = true;
    reader_
        .report(setting_outside, join(words.front(), words.back()),
                reader_.text(join(words.front(), words.back())))
        .with_help("put it between the `{` and the `}` of a block, such as `eval my_eval {`");
    return skip_line();
  }
  const auto end = words.empty() ? at + 1 : words.front().end;
  const syntax::Name word{reader_.span(at, end),
                          std::string(reader_.written(reader_.span(at, end)))};
  told_top_setting_ = true;
  report_unknown_block(word, nullptr);
  skip_line();
}

// --- lines of a block ----------------------------------------------------------------

void Structure::report_entry(Open& open, const Shape& shape) {
  const auto at = reader_.place;
  if (report_habit(at)) {
    const bool dash = reader_.starts(at, "- ") || reader_.starts(at, "* ");
    const auto behind = reader_.skip_blanks(at + 1);
    if (!dash || shape_at(behind).kind == Shape::Kind::nothing) return skip_line();
    reader_.place = behind;  // `- require: …`: read as if the dash were not there.
    return;
  }
  if (report_unquoted_argument(open, shape)) return skip_line();
  if (shape.words.empty() || reader_.peek(at) == '"') {
    const auto end =
        reader_.peek(at) == '"' ? shape.end : at + code_point_length(reader_.text().substr(at));
    reader_.report(no_setting, reader_.span(at, end), reader_.written(reader_.span(at, end)))
        .with_help("a setting is a name, `:` and a value, such as `weight: 2`");
    return skip_line();
  }
  // The longest run of words that is a key: `must pass yes`.
  for (auto count = shape.words.size(); count > 0 && open.info != nullptr; --count) {
    const auto words = join(shape.words.front(), shape.words[count - 1]);
    if (find_setting(open.info->name, reader_.text(words)) == nullptr) continue;
    report_missing_colon(open, words);
    return skip_line();
  }
  const auto first = shape.words.front();
  const auto after = reader_.skip_blanks(first.end);
  if (open.data || reader_.peek(after) == '=') {
    report_missing_colon(open, reader_.peek(reader_.skip_blanks(shape.end)) == '='
                                   ? join(first, shape.words.back())
                                   : first);
    return skip_line();
  }
  const syntax::Name key{first, std::string(reader_.text(first))};
  if (report_unknown_key(open, key).empty()) file_.incomplete = true;
  skip_line();
}

// The setting is there, so nobody needs to say that it is missing.
void Structure::report_missing_colon(const Open& open, Span key) {
  const auto after = reader_.skip_blanks(key.end);
  const bool equals = reader_.peek(after) == '=';
  const auto value = reader_.skip_blanks(equals ? after + 1 : after);
  auto& made = reader_.report(missing_colon, key);
  const auto shown = reader_.written(reader_.span(value, reader_.line_end(value)));
  constexpr std::size_t short_enough = 50;
  if (!shown.empty() && shown.size() <= short_enough)
    made.with_help(fmt::format("write `{}: {}`", reader_.text(key), shown));
  else
    made.with_help(fmt::format("write `{}:`", reader_.text(key)));
  made.with_fix({"put in the `:`", {{reader_.span(key.end, value), ": "}}, true});
  syntax::Setting setting;
  setting.at = setting.key.at = key;
  setting.key.id = std::string(reader_.text(key));
  Diagnostics unseen;
  auto again = reader_.quiet(unseen);
  again.place = value;
  setting.value = read_value(again, wanted_of(open, setting.key.id));
  if (unseen.any_errors()) setting.value = syntax::Unread{};
  setting.value_at = reader_.span(value, reader_.line_end(value));
  open.block->entries.emplace_back(std::move(setting));
}

// `file answer.cpp: answer`
bool Structure::report_unquoted_argument(const Open& open, const Shape& shape) {
  if (shape.words.size() < 2 || open.info == nullptr) return false;
  const auto key = reader_.text(shape.words.front());
  const auto* info = find_setting(open.info->name, key);
  if (info == nullptr || !info->repeatable) return false;
  const auto begin = shape.words[1].begin;
  const auto colon = reader_.text().find(':', begin);
  if (colon >= reader_.line_end(begin)) return false;
  const auto name = reader_.span(begin, static_cast<std::uint32_t>(colon));
  reader_.report(unquoted_text, name)
      .with_help(fmt::format("write `{} \"{}\": …`", key, reader_.written(name)))
      .with_fix({"put it in quotes", {{name, fmt::format("\"{}\"", reader_.written(name))}}, true});
  return true;
}

void Structure::report_missing_value(const syntax::Name& key) {
  auto next = reader_.line_end(reader_.place);
  while (reader_.peek(next) == ' ' || reader_.peek(next) == '\t' || reader_.peek(next) == '\n')
    ++next;
  const char byte = reader_.peek(next);
  const auto shape = shape_at(next);
  const bool deeper = reader_.column(next) > reader_.column(key.at.begin);
  const bool value = text_begins(reader_, next) || byte == '[' || byte == '(';
  if (deeper && (reader_.starts(next, "- ") || reader_.starts(next, "* "))) {
    reader_.report(habit, reader_.span(next, next + 1), "a list of a document")
        .with_help(fmt::format("a list is a value: `{}: [one, two]`, or one element a line between "
                               "`[` and `]`",
                               key.id));
    return;  // What is indented below is passed over.
  }
  const bool below = value || (deeper && shape.kind == Shape::Kind::nothing && byte != '}');
  auto& made = reader_.report(missing_value, key.at, key.id);
  if (!below) {
    made.with_help("write it behind the `:`, or take the line out");
    return;
  }
  made.with_help("a value begins on the line of its `:`")
      .with_fix({"move it up", {{reader_.span(reader_.place, next), ""}}, true});
  reader_.place = skip_value(reader_, next, false);
}

// `require: reply.tokens.out` and on the next line `<= 200`.
bool Structure::report_broken_line(const syntax::Setting& setting) {
  constexpr std::array words = {"is",     "contains", "mentions", "matches",
                                "starts", "ends",     "does",     "ignoring"};
  if (std::holds_alternative<syntax::Unread>(setting.value)) return false;
  if (!line_ends(reader_.skip_blanks(reader_.place))) return false;
  const auto line_end = reader_.line_end(reader_.place);
  if (line_end >= reader_.size()) return false;
  const auto next = reader_.skip_blanks(line_end + 1);
  const auto word = reader_.text(reader_.span(next, reader_.word_end(next)));
  const bool deeper = reader_.column(next) > reader_.column(setting.key.at.begin);
  const bool sign = std::string_view("<>=+&|").find(reader_.peek(next)) != std::string_view::npos;
  const bool operation =
      std::ranges::find(words, word) != words.end() && shape_at(next).kind == Shape::Kind::nothing;
  if (!(sign || (deeper && operation))) return false;
  auto end = next;
  while (reader_.peek(end) != ' ' && reader_.peek(end) != '\n' && end < reader_.size()) ++end;
  reader_.report(no_setting, reader_.span(next, end), reader_.written(reader_.span(next, end)))
      .with_help("write the condition on one line, or put all of it in `( )`");
  reader_.place = reader_.line_end(next);
  return true;
}

void Structure::report_lines(Open& open, std::uint32_t at) {
  if (open.told_lines) return;
  open.told_lines = true;
  const auto end = std::max(reader_.word_end(at), at + 1);
  auto& made = reader_.report(own_line, reader_.span(at, end));
  if (open.block->one_line && !open.data && !open.expressions)
    made.with_help(
        "only `item`, its records and `example` may stand on one line: break it behind the `{`");
  else
    made.with_help("break the line here");
}

// --- the habits of other formats ---------------------------------------------------------

bool Structure::report_habit(std::uint32_t at) {
  const auto say = [&](std::uint32_t length, std::string_view what, std::string help) {
    reader_.report(habit, reader_.span(at, at + length), what).with_help(std::move(help));
    return true;
  };
  if (reader_.starts(at, "```")) {
    if (!told_fence_)
      say(3, "the fence of a document", "take out the lines that hold ``` around the eval");
    told_fence_ = true;
    return true;
  }
  if (reader_.starts(at, "***") || reader_.starts(at, "___") || reader_.starts(at, "==="))
    return say(3, "a line of a document", "take it out; a comment begins with `#`");
  if (reader_.starts(at, "//") || reader_.starts(at, "--") || reader_.starts(at, "/*") ||
      reader_.starts(at, "<!--")) {
    const bool rule = reader_.starts(at, "---");
    return rule ? say(3, "a line of a document", "take it out; a comment begins with `#`")
                : say(2, "a comment of another language", "comments begin with `#`");
  }
  if (reader_.starts(at, "- ") || reader_.starts(at, "* "))
    return say(1, "a list of a document",
               "a list is a value: `key: [one, two]`, or one element a line between `[` and `]`");
  if (reader_.peek(at) == '{')
    return say(1, "JSON", "a block begins with a word, a setting with its name: `weight: 2`");
  return false;
}

}  // namespace cairn
