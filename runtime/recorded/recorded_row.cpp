#include "runtime/recorded/recorded_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <vector>

#include "lang/data/row_readers.h"
#include "lang/data/rows.h"
#include "lang/finish_reasons.h"
#include "lang/nearest.h"

namespace cairn {
namespace {

bool is_text(const Value& value) { return value.as<std::string>() != nullptr; }
bool is_record(const Value& value) { return value.as<Record>() != nullptr; }
bool is_list(const Value& value) { return value.as<List>() != nullptr; }
bool is_yes_no(const Value& value) { return value.as<bool>() != nullptr; }
bool is_anything(const Value&) { return true; }

bool is_amount(const Value& value) {
  const auto* number = value.as<Number>();
  return number && std::isfinite(number->value) && number->value >= 0;
}

bool is_whole(const Value& value) {
  constexpr double most = 1e9;
  const auto* number = value.as<Number>();
  return is_amount(value) && number->value <= most && std::floor(number->value) == number->value;
}

bool is_id(const Value& value) {
  const auto* text = value.as<std::string>();
  return value.as<Number>() || (text && text->find_first_not_of(" \t\r\n") != text->npos);
}

bool is_texts(const Value& value) {
  const auto* list = value.as<List>();
  return list && !list->empty() && std::ranges::all_of(*list, is_text);
}

bool is_finish_reason(const Value& value) {
  return is_text(value) && std::ranges::count(finish_reasons, *value.as<std::string>());
}

struct Key {
  std::string_view name;
  bool (*fits)(const Value&);
  std::string_view wanted;
};

constexpr std::array answer_keys = {
    Key{"item", is_id, "the id of an item"},
    Key{"sample", is_whole, "a whole number from 0"},
    Key{"answer", is_text, "a text"},
    Key{"answers", is_texts, "a list of texts, one a turn"},
    Key{"model", is_text, "the name of a model"},
    Key{"error", is_text, "a text: why there is no answer"},
    Key{"reply", is_record, "a record such as {\"time\": 1.2}"},
    Key{"replies", is_record, "a record: what judges wrote, by check"},
    Key{"verdicts", is_record, "a record: what was decided, by check"},
    Key{"ratings", is_list, "a list of {\"check\": …, \"rater\": …, \"answer\": …}"},
};
constexpr std::array example_keys = {
    Key{"check", is_text, "the name of a check"},
    Key{"example", is_text, "the name of an example"},
    Key{"reply", is_anything, ""},
    Key{"verdict", is_anything, ""},
    Key{"model", is_text, "the name of a model"},
};
constexpr std::array reply_keys = {
    Key{"time", is_amount, "a number of seconds"},
    Key{"cost", is_amount, "a number of US dollars"},
    Key{"tokens", is_record, "a record such as {\"in\": 812, \"out\": 96}"},
    Key{"model", is_text, "the name of a model"},
    Key{"finish_reason", is_finish_reason, "one of stop, length, tool_calls, refused, other"},
    Key{"tool_calls", is_list, "a list of {\"name\": …, \"arguments\": …}"},
};
constexpr std::array token_keys = {
    Key{"in", is_whole, "a whole number"},
    Key{"out", is_whole, "a whole number"},
};
constexpr std::array call_keys = {
    Key{"name", is_text, "the name of a function"},
    Key{"arguments", is_anything, ""},
    Key{"turn", is_whole, "a whole number from 1"},
    Key{"valid", is_yes_no, "true or false"},
};

class RowCheck {
 public:
  RowCheck(const RowPlace& place, Diagnostics& diagnostics)
      : place_(place), diagnostics_(diagnostics) {}

  bool sound() const { return sound_; }

  void keys(const Record& record, std::span<const Key> keys, std::string_view in) {
    for (const auto& [name, value] : record.fields) {
      const auto key = std::ranges::find(keys, std::string_view(name), &Key::name);
      if (key == keys.end()) {
        unknown(name, keys, in);
      } else if (!value.is_missing() && !key->fits(value)) {
        wrong(in, name, value, key->wanted);
      }
    }
  }

  void reply(const Record& reply) {
    keys(reply, reply_keys, "reply.");
    if (const auto* tokens = record_in(reply, "tokens")) keys(*tokens, token_keys, "reply.tokens.");
    const Value* calls = reply.find("tool_calls");
    if (!calls || !calls->as<List>()) return;
    for (const auto& call : *calls->as<List>()) {
      if (const auto* record = call.as<Record>())
        keys(*record, call_keys, "reply.tool_calls.");
      else
        wrong("reply.", "tool_calls", call, "a list of {\"name\": …, \"arguments\": …}");
    }
  }

  void lacks(std::string_view what, std::string_view help) {
    report(DiagnosticKind::answers_lack, what).with_help(std::string(help));
  }

  static const Record* record_in(const Record& record, std::string_view field) {
    const Value* value = record.find(field);
    return value ? value->as<Record>() : nullptr;
  }

 private:
  template <class... Args>
  Diagnostic& report(DiagnosticKind kind, const Args&... args) {
    sound_ = false;
    return diagnostics_.report(kind, {}, args...).with_data(place_.data());
  }

  void unknown(std::string_view name, std::span<const Key> keys, std::string_view in) {
    std::vector<std::string_view> names;
    for (const auto& key : keys) names.push_back(key.name);
    auto& made = report(DiagnosticKind::answers_unknown_key, in, name);
    const auto meant = nearest(name, names);
    if (!meant.empty()) made.with_help(fmt::format("did you mean `{}`?", meant));
    made.with_help(fmt::format("these have a meaning: {}", fmt::join(names, ", ")));
    if (in.empty())
      made.with_help(
          "for a file of another tool say which columns count: "
          "`--answers-item COLUMN --answers-text COLUMN`");
  }

  void wrong(std::string_view in, std::string_view name, const Value& value,
             std::string_view wanted) {
    report(DiagnosticKind::answers_wrong_value, in, name, shown(value, 40), wanted);
  }

  const RowPlace& place_;
  Diagnostics& diagnostics_;
  bool sound_ = true;
};

bool has(const Record& row, std::string_view field) {
  const Value* value = row.find(field);
  return value && !value->is_missing();
}

std::string id_of(const Value& value) {
  if (const auto* text = value.as<std::string>()) return *text;
  const auto* number = value.as<Number>();
  return number->written.empty() ? shortest(number->value) : number->written;
}

std::optional<RowKey> read_answer(const Record& row, RowCheck& check) {
  check.keys(row, answer_keys, "");
  if (const auto* reply = RowCheck::record_in(row, "reply")) check.reply(*reply);
  if (!has(row, "item"))
    check.lacks("item", "every answer names the id of its item: {\"item\": …}");
  const bool one = has(row, "answer"), several = has(row, "answers");
  if (one && several)
    check.lacks("one of `answer` and `answers`", "give `answer`, or `answers` for several turns");
  if (!one && !several && !has(row, "error"))
    check.lacks("answer", "where there was no reply, say why: {\"error\": …}");
  if (!check.sound()) return std::nullopt;
  AnswerKey key{.item = id_of(*row.find("item"))};
  if (const Value* sample = row.find("sample"); sample && !sample->is_missing())
    key.sample = static_cast<std::uint32_t>(sample->as<Number>()->value);
  return key;
}

std::optional<RowKey> read_example(const Record& row, RowCheck& check) {
  check.keys(row, example_keys, "");
  if (!check.sound()) return std::nullopt;
  return ExampleKey{std::string(text_in(row, "check")), std::string(text_in(row, "example"))};
}

}  // namespace

DataPlace RowPlace::data() const { return data_place(path, line, 0, text); }

std::string_view text_in(const Record& record, std::string_view field) {
  const Value* value = record.find(field);
  const auto* text = value ? value->as<std::string>() : nullptr;
  return text ? std::string_view(*text) : std::string_view();
}

std::optional<RowKey> read_row(const Record& row, const RowPlace& place, Diagnostics& diagnostics) {
  RowCheck check(place, diagnostics);
  const bool of_example = has(row, "example") || has(row, "check");
  return of_example ? read_example(row, check) : read_answer(row, check);
}

Record as_ours(Record row, const AnswerColumns& columns) {
  if (!columns.others_ignored()) return row;
  // Not by `?:`, which would make a text of both that ends with the line.
  std::string_view item = "item", text = "answer";
  if (!columns.item.empty()) item = columns.item;
  if (!columns.text.empty()) text = columns.text;
  Record ours;
  for (auto& [name, value] : row.fields) {
    if (name == item)
      ours.fields.emplace_back("item", std::move(value));
    else if (name == text)
      ours.fields.emplace_back("answer", std::move(value));
    else if (name == "sample")
      ours.fields.emplace_back(std::move(name), std::move(value));
  }
  return ours;
}

void read_cells(Record& row) {
  for (auto& [name, value] : row.fields) {
    if (name == "answer" && value.is_missing()) value = Value("");
    const auto* text = value.as<std::string>();
    if (name != "sample" || !text) continue;
    double number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error == std::errc() && end == text->data() + text->size()) value = Value(number);
  }
}

}  // namespace cairn
