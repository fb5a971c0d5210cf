// Settings: the key, what may stand behind it, and the end of its line.
#include "lang/structure.h"

namespace cairn {
namespace {

using enum DiagnosticKind;

std::string joined(const Reader& reader, const std::vector<Span>& words) {
  std::string out;
  for (const auto word : words) {
    if (!out.empty()) out += ' ';
    out += reader.text().substr(word.begin, word.end - word.begin);
  }
  return out;
}

std::uint32_t without_blanks(const Reader& reader, std::uint32_t begin, std::uint32_t end) {
  while (end > begin && (reader.peek(end - 1) == ' ' || reader.peek(end - 1) == '\t')) --end;
  return end;
}

// Of a value that was read all the same, but says something else than was meant:
// what a later stage would say of it only repeats this mistake.
bool means_nothing(const Reader& reader, std::size_t mark) {
  for (auto i = mark; i < reader.reported(); ++i) {
    const auto kind = reader.reported_kind(i);
    if (kind == unknown_escape || kind == bad_number || kind == bad_code_point ||
        kind == bare_text_condition || kind == chain || kind == stray_join)
      return true;
  }
  return false;
}

}  // namespace

void Structure::read_setting(Open& open, const Shape& shape, syntax::Trivia trivia) {
  syntax::Setting setting;
  setting.trivia = std::move(trivia);
  const auto begin = reader_.place;
  setting.key = {join(shape.words.front(), shape.words.back()), joined(reader_, shape.words)};
  reader_.place = shape.end;
  try {
    if (reader_.peek(begin) == '"') {
      auto at = begin;
      setting.key.id = std::get<syntax::Text>(read_text(reader_, at).node).value;
      setting.key_quoted = true;
    }
    if (shape.kind == Shape::Kind::argument) {
      reader_.place = reader_.skip_blanks(shape.end);
      setting.argument = read_text(reader_, reader_.place);
    }
  } catch (const Stopped&) {
    return skip_line();
  }
  reader_.place = reader_.skip_blanks(reader_.place) + 1;  // Behind the `:`.
  const auto value = reader_.skip_blanks(reader_.place);
  const bool wanted = accept_key(open, setting);
  const auto column = reader_.column(begin);
  reader_.place = value;
  setting.value = syntax::Unread{};
  const auto mark = reader_.reported();
  if (!wanted)
    reader_.place = skip_value(reader_, value, open.block->one_line);
  else if (line_ends(value) || reader_.peek(value) == '}')
    report_missing_value(setting.key);
  else
    setting.value = read_value(reader_, wanted_of(open, setting.key.id));
  if (!open.data && means_nothing(reader_, mark)) setting.value = syntax::Unread{};
  if (!open.block->one_line && report_broken_line(setting)) setting.value = syntax::Unread{};
  // What is indented below a value that was not understood is part of it.
  if (std::holds_alternative<syntax::Unread>(setting.value) && !open.block->one_line && wanted)
    skip_deeper(column);
  const auto end = std::max(value, without_blanks(reader_, value, std::max(value, reader_.place)));
  setting.value_at = reader_.span(value, end);
  setting.at = reader_.span(begin, std::max(end, setting.key.at.end));
  finish_entry(open, setting.trivia.beside);
  if (!setting.key.id.empty()) open.block->entries.emplace_back(std::move(setting));
}

Wanted Structure::wanted_of(const Open& open, std::string_view key) const {
  Wanted wanted{.key = key, .one_line = open.block->one_line};
  wanted.block = open.info != nullptr ? open.info->name : std::string_view("item");
  const auto* info = find_setting(wanted.block, key);
  if (open.data)
    wanted.form = Form::data;
  else if (open.expressions)
    wanted.form = key == "because" ? Form::data : Form::expression;
  else if (info != nullptr)
    wanted.form = info->form;
  return wanted;
}

bool Structure::accept_once(Open& open, const std::string& key, Span at, bool named) {
  const auto [found, inserted] = open.seen.try_emplace(key, Open::Seen{at, named});
  if (inserted || (named && found->second.named)) return true;
  reader_.report(given_twice, at, key)
      .with_label("given again")
      .with_other(found->second.at, "given first")
      .with_help("keep one of the two");
  return false;
}

bool Structure::accept_data_key(Open& open, syntax::Setting& setting) {
  const auto& key = setting.key;
  const auto plain = reader_.word_end(key.at.begin) == key.at.end;
  if (!setting.key_quoted && !plain) {
    const auto quoted = "\"" + key.id + "\"";
    reader_.report(key_needs_quotes, key.at, key.id)
        .with_help("write `" + quoted + ":`")
        .with_fix({"put the name in quotes", {{key.at, quoted}}, true});
  }
  return accept_once(open, key.id, key.at, false);
}

bool Structure::accept_key(Open& open, syntax::Setting& setting) {
  auto& key = setting.key;
  if (open.data) return accept_data_key(open, setting);
  if (setting.key_quoted && !open.told_json) {
    open.told_json = true;
    reader_.report(habit, key.at, "JSON")
        .with_help(fmt::format("write `{}:`, without quotes", key.id))
        .with_fix({"take the quotes out", {{key.at, key.id}}, true});
  }
  setting.key_quoted = false;
  const auto* info = find_setting(open.info->name, key.id);
  const bool in_example = open.info->name == "example";
  const bool known =
      in_example ? key.id == "value" || key.id == "expect" || key.id == "because" : info != nullptr;
  if (!known) {
    if (setting.argument) {  // `if answer mentions "x": …`: the first word says enough.
      key.at.end = reader_.word_end(key.at.begin);
      key.id = std::string(reader_.text(key.at));
      file_.incomplete = true;
    }
    key.id = report_unknown_key(open, key);
    if (key.id.empty()) file_.incomplete = true;
    return false;
  }
  if (info != nullptr && info->repeatable) {
    if (!setting.argument)
      reader_.report(no_name, key.at, key.id)
          .with_help(fmt::format("put a name in quotes before the `:`: `{} \"answer.txt\": answer`",
                                 key.id));
    return true;
  }
  if (setting.argument) {
    reader_.report(unexpected_argument, setting.argument->at, key.id)
        .with_help("only the `file` of a tool has a name in quotes before its `:`");
    setting.argument.reset();
  }
  return accept_once(open, key.id, key.at, false);
}

void Structure::finish_entry(Open& open, std::optional<syntax::Comment>& beside) {
  const auto at = reader_.skip_blanks(reader_.place);
  const char byte = reader_.peek(at);
  if (byte == ',' && open.told_json) {
    reader_.place = at + 1;
    return finish_entry(open, beside);
  }
  const bool more = !line_ends(reader_.skip_blanks(at + 1)) && !open.block->one_line;
  if ((byte == ';' || byte == ',') && more && reader_.peek(reader_.skip_blanks(at + 1)) != '}') {
    reader_.place = at + 1;  // That another setting follows is the mistake.
    return report_lines(open, reader_.skip_blanks(at + 1));
  }
  if (byte == ';' || byte == ',') {
    reader_.report(needless_mark, reader_.span(at, at + 1), byte)
        .with_help("a setting ends with its line; take it out")
        .with_fix({"take it out", {{reader_.span(reader_.place, at + 1), ""}}, true});
    reader_.place = at + 1;
    return finish_entry(open, beside);
  }
  if (open.block->one_line && open.block->close.end == 0) return;
  if (line_ends(at)) {
    beside = read_beside();
  } else if (byte != '}') {
    report_lines(open, at);
  }
}

}  // namespace cairn
