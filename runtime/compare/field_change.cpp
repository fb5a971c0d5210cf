#include "runtime/compare/field_change.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "lang/data/json.h"

namespace cairn {
namespace {

constexpr std::size_t most_shown = 100;

struct FieldWords {
  std::string_view field, words;
};
// Where a plan calls a field otherwise than a `.eval` file does.
constexpr std::array field_words = {
    FieldWords{"at_least", "at least"},
    FieldWords{"base_url", "base url"},
    FieldWords{"both_orders", "both orders"},
    FieldWords{"compare_with", "compare with"},
    FieldWords{"decide_by", "decide by"},
    FieldWords{"for_each", "for each"},
    FieldWords{"high", "highest verdict"},
    FieldWords{"how", "combine"},
    FieldWords{"id", "model"},
    FieldWords{"id_column", "id"},
    FieldWords{"kind", "decided by"},
    FieldWords{"lists", "list"},
    FieldWords{"low", "lowest verdict"},
    FieldWords{"max_tokens", "max tokens"},
    FieldWords{"memory_bytes", "memory"},
    FieldWords{"passes_at", "passes at"},
    FieldWords{"reply_as_json", "reply as json"},
    FieldWords{"reply_schema", "reply schema"},
    FieldWords{"text_from", "text from"},
    FieldWords{"timeout_seconds", "timeout"},
    FieldWords{"top_p", "top p"},
};

std::string_view words_for(std::string_view field) {
  for (const auto& row : field_words)
    if (row.field == field) return row.words;
  return field;
}

// Fields whose own fields are those of the block, for a reader of the file.
constexpr std::array<std::string_view, 5> opened = {"asked", "combine", "evidence", "model",
                                                    "scale"};

std::optional<std::string> plain_text(const Record& written) {
  const Value* parts = written.fields.size() == 1 ? written.find("parts") : nullptr;
  if (!parts || !parts->as<List>()) return std::nullopt;
  std::string text;
  for (const auto& part : *parts->as<List>()) {
    if (!part.as<std::string>()) return std::nullopt;
    text += *part.as<std::string>();
  }
  return text;
}

std::optional<std::string> short_form(const Value& value);

// Labels, names, words.
std::optional<std::string> listed(const List& list) {
  std::string text;
  for (const auto& element : list) {
    const auto* record = element.as<Record>();
    const Value* label = record ? record->find("label") : &element;
    const auto one = label ? short_form(*label) : std::nullopt;
    if (!one) return std::nullopt;
    text += (text.empty() ? "" : ", ") + *one;
  }
  return text.empty() ? "none" : text;
}

std::optional<std::string> short_form(const Value& value) {
  if (value.is_missing()) return "none";
  if (const auto* truth = value.as<bool>()) return *truth ? "yes" : "no";
  if (const auto* number = value.as<Number>()) return shortest(number->value);
  if (const auto* text = value.as<std::string>()) return text->empty() ? "none" : *text;
  if (const auto* list = value.as<List>()) return listed(*list);
  const auto* record = value.as<Record>();
  const auto text = record ? plain_text(*record) : std::nullopt;
  if (!text) return std::nullopt;
  return fmt::format("\"{}\"", *text);
}

class Changes {
 public:
  void compare(const Record& before, const Record& after) {
    // Of two kinds nothing else can be held against each other.
    if (differs(before, after, "kind")) return compare(before, after, "kind");
    for (const auto& [name, value] : before.fields) compare(before, after, name);
    for (const auto& [name, value] : after.fields)
      if (!before.find(name)) compare(before, after, name);
  }
  std::vector<std::string> take() { return std::move(found_); }

 private:
  static Value of(const Record& record, std::string_view field) {
    const Value* value = record.find(field);
    return value ? *value : Value();
  }
  static bool differs(const Record& before, const Record& after, std::string_view field) {
    return to_json(of(before, field)) != to_json(of(after, field));
  }

  void compare(const Record& before, const Record& after, std::string_view field) {
    if (!differs(before, after, field)) return;
    const auto a = of(before, field), b = of(after, field);
    if (a.as<Record>() && b.as<Record>() && std::ranges::count(opened, field) > 0)
      return compare(*a.as<Record>(), *b.as<Record>());
    const auto from = short_form(a), to = short_form(b);
    const auto words = words_for(field);
    if (!from || !to) return found_.emplace_back(words), void();
    const bool is_rule = field == "kind";
    found_.push_back(change_in_words(words, is_rule && *from == "none" ? "rule" : *from,
                                     is_rule && *to == "none" ? "rule" : *to));
  }

  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> field_changes(const Record& before, const Record& after) {
  Changes changes;
  changes.compare(before, after);
  return changes.take();
}

std::string change_in_words(std::string_view what, std::string_view before,
                            std::string_view after) {
  const auto is_short = [](std::string_view text) {
    return text.size() <= most_shown && text.find('\n') == text.npos;
  };
  if (!is_short(before) || !is_short(after)) return std::string(what);
  return fmt::format("{} {} → {}", what, before, after);
}

}  // namespace cairn
