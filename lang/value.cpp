#include "lang/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "lang/overloaded.h"

namespace cairn {
namespace {

bool same_records(const Record& a, const Record& b) {
  if (a.fields.size() != b.fields.size()) return false;
  return std::ranges::all_of(a.fields, [&](const FieldValue& field) {
    const Value* other = b.find(field.first);
    return other &&
           (same(field.second, *other) || (field.second.is_missing() && other->is_missing()));
  });
}

bool is_plain(const Value& value) {
  return value.as<std::string>() || value.as<Number>() || value.as<bool>();
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20)
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
          out += c;
    }
  }
  out += '"';
}

std::string number_text(const Number& number) {
  return number.written.empty() ? shortest(number.value) : number.written;
}

std::string amount_text(const Amount& amount) {
  switch (amount.unit) {
    case Unit::seconds:
      return shortest(amount.value) + (amount.value == 1 ? " second" : " seconds");
    case Unit::bytes:
      return shortest(amount.value) + (amount.value == 1 ? " byte" : " bytes");
    case Unit::usd:
      return shortest(amount.value) + " USD";
  }
  return {};
}

// Lists and records inside a JSON text, `depth` levels of two blanks deep.
void append_json(std::string& out, const Value& value, std::size_t depth);

template <class Items, class Append>
void append_nested(std::string& out, const Items& items, std::size_t depth,
                   std::string_view brackets, const Append& append) {
  if (items.empty()) {
    out += brackets;
    return;
  }
  out += brackets[0];
  bool first = true;
  for (const auto& item : items) {
    out += first ? "\n" : ",\n";
    first = false;
    out.append(2 * (depth + 1), ' ');
    append(item);
  }
  out += '\n';
  out.append(2 * depth, ' ');
  out += brackets[1];
}

void append_json(std::string& out, const Value& value, std::size_t depth) {
  std::visit(Overloaded{
                 [&](const Missing&) { out += "null"; },
                 [&](bool truth) { out += truth ? "true" : "false"; },
                 [&](const Number& number) { out += number_text(number); },
                 [&](const std::string& text) { append_quoted(out, text); },
                 [&](const List& list) {
                   append_nested(out, list, depth, "[]", [&](const Value& element) {
                     append_json(out, element, depth + 1);
                   });
                 },
                 [&](const Record& record) {
                   append_nested(out, record.fields, depth, "{}", [&](const FieldValue& field) {
                     append_quoted(out, field.first);
                     out += ": ";
                     append_json(out, field.second, depth + 1);
                   });
                 },
                 [&](const Amount& amount) { append_quoted(out, amount_text(amount)); },
                 [&](const Media& media) { append_quoted(out, media.path); },
             },
             value.data);
}

std::string plain_text(const Value& value) {
  if (const auto* text = value.as<std::string>()) return *text;
  if (const auto* number = value.as<Number>()) return number_text(*number);
  return *value.as<bool>() ? "yes" : "no";
}

std::string one_a_line(const List& list) {
  std::string out;
  for (const auto& element : list) {
    if (!out.empty()) out += '\n';
    out += "- " + plain_text(element);
  }
  return out;
}

// At least the first `most` + 1 characters: no more of a long text needs to be quoted.
std::string_view beginning(std::string_view text, std::size_t most) {
  constexpr std::size_t longest_character = 4;  // Bytes, in UTF-8.
  const bool longer = most < text.size() / longest_character;
  return longer ? text.substr(0, (most + 1) * longest_character) : text;
}

}  // namespace

const Value* Record::find(std::string_view name) const {
  for (const auto& field : fields)
    if (field.first == name) return &field.second;
  return nullptr;
}

Value::Value(Missing missing) : data(std::move(missing)) {}
Value::Value(bool truth) : data(truth) {}
Value::Value(double number) : data(Number{number, {}}) {}
Value::Value(Number number) : data(std::move(number)) {}
Value::Value(std::string text) : data(std::move(text)) {}
Value::Value(std::string_view text) : data(std::string(text)) {}
Value::Value(const char* text) : data(std::string(text)) {}
Value::Value(List list) : data(std::move(list)) {}
Value::Value(Record record) : data(std::move(record)) {}
Value::Value(Amount amount) : data(amount) {}
Value::Value(Media media) : data(std::move(media)) {}

bool same(const Value& a, const Value& b) {
  if (a.data.index() != b.data.index()) return false;
  return std::visit(
      Overloaded{
          [](const Missing&) { return false; },
          [&](bool truth) { return truth == *b.as<bool>(); },
          [&](const Number& number) { return number.value == b.as<Number>()->value; },
          [&](const std::string& text) { return text == *b.as<std::string>(); },
          [&](const List& list) {
            const List& other = *b.as<List>();
            return std::equal(list.begin(), list.end(), other.begin(), other.end(), same);
          },
          [&](const Record& record) { return same_records(record, *b.as<Record>()); },
          [&](const Amount& amount) {
            return amount.unit == b.as<Amount>()->unit && amount.value == b.as<Amount>()->value;
          },
          [&](const Media& media) { return media.path == b.as<Media>()->path; },
      },
      a.data);
}

std::string_view kind_of(const Value& value) {
  return std::visit(
      Overloaded{
          [](const Missing&) -> std::string_view { return "missing"; },
          [](bool) -> std::string_view { return "yes_no"; },
          [](const Number&) -> std::string_view { return "number"; },
          [](const std::string&) -> std::string_view { return "text"; },
          [](const List&) -> std::string_view { return "list"; },
          [](const Record&) -> std::string_view { return "record"; },
          [](const Amount& amount) -> std::string_view {
            constexpr std::array<std::string_view, 3> kinds = {"duration", "size", "money"};
            return kinds[static_cast<std::size_t>(amount.unit)];
          },
          [](const Media&) -> std::string_view { return "media"; },
      },
      value.data);
}

std::string printed(const Value& value) {
  if (is_plain(value)) return plain_text(value);
  if (const auto* amount = value.as<Amount>()) return amount_text(*amount);
  if (const auto* list = value.as<List>())
    if (std::ranges::all_of(*list, is_plain)) return one_a_line(*list);
  std::string out;
  append_json(out, value, 0);
  return out;
}

std::string shown(const Value& value, std::size_t most) {
  std::string out;
  if (const auto* absent = value.as<Missing>())
    out = absent->why.empty() ? "missing" : "missing (" + absent->why + ")";
  else if (const auto* text = value.as<std::string>())
    append_quoted(out, beginning(*text, most));
  else if (const auto* list = value.as<List>())
    out = fmt::format("a list of {}", list->size());
  else if (const auto* media = value.as<Media>())
    out = media->path;
  else if (value.as<Record>()) {
    std::string lines;
    append_json(lines, value, 0);
    // In one line: a line break and the blanks that indent the next become one blank.
    for (std::size_t i = 0; i < lines.size(); ++i) {
      out += lines[i] == '\n' ? ' ' : lines[i];
      if (lines[i] == '\n') i = std::min(lines.find_first_not_of(' ', i + 1), lines.size()) - 1;
    }
  } else
    out = printed(value);
  std::size_t characters = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if ((static_cast<unsigned char>(out[i]) & 0xC0U) == 0x80U) continue;
    if (++characters > most) {
      out.resize(i);
      out += value.as<std::string>() ? "…\"" : "…";
      break;
    }
  }
  return out;
}

std::string shortest(double number) {
  if (number == 0) return "0";  // Never "-0".
  std::array<char, 400> buffer{};
  const double size = std::fabs(number);
  const bool plain = size < 1e15 && size >= 1e-7;
  const auto format = plain ? std::chars_format::fixed : std::chars_format::general;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, format).ptr;
  return {buffer.data(), end};
}

}  // namespace cairn
