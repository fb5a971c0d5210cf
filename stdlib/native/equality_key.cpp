#include "stdlib/native/equality_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "lang/overloaded.h"
#include "stdlib/native/decimal.h"

namespace cairn {
namespace {

void append_key(std::string& out, const Value& value);

void append_text(std::string& out, char kind, std::string_view text) {
  fmt::format_to(std::back_inserter(out), "{}{}:{}", kind, text.size(), text);
}

void append_record(std::string& out, const Record& record) {
  std::vector<const FieldValue*> fields;
  fields.reserve(record.fields.size());
  for (const auto& field : record.fields) fields.push_back(&field);
  std::ranges::sort(fields, {}, [](const FieldValue* field) { return field->first; });
  out += '{';
  for (const auto* field : fields) {
    append_text(out, 'k', field->first);
    append_key(out, field->second);
  }
  out += '}';
}

void append_key(std::string& out, const Value& value) {
  std::visit(Overloaded{
                 [&](const Missing&) { out += '0'; },
                 [&](bool truth) { out += truth ? 'y' : 'n'; },
                 [&](const Number& number) {
                   const Decimal exact = decimal_of(number);
                   fmt::format_to(std::back_inserter(out), "#{}{}e{};", exact.negative ? "-" : "",
                                  exact.digits, exact.exponent);
                 },
                 [&](const std::string& text) { append_text(out, 't', text); },
                 [&](const List& list) {
                   out += '[';
                   for (const auto& element : list) append_key(out, element);
                   out += ']';
                 },
                 [&](const Record& record) { append_record(out, record); },
                 [&](const Amount& amount) {
                   fmt::format_to(std::back_inserter(out), "a{}:{};", static_cast<int>(amount.unit),
                                  amount.value);
                 },
                 [&](const Media& media) { append_text(out, 'm', media.path); },
             },
             value.data);
}

}  // namespace

std::string equality_key(const Value& value) {
  std::string out;
  append_key(out, value);
  return out;
}

}  // namespace cairn
