#include "lang/type.h"

#include <algorithm>
#include <array>

namespace cairn {
namespace {

using Kind = Type::Kind;

// Spelt as `takes:` spells them; in the order of Kind.
constexpr std::array<std::string_view, 11> names = {"?",    "text",   "number",  "yes/no",
                                                    "list", "record", "media",   "duration",
                                                    "size", "money",  "anything"};

constexpr std::string_view list_prefix = "list of ";

const FieldType* find(const std::vector<FieldType>& fields, std::string_view name) {
  const auto found = std::ranges::find(fields, name, &FieldType::name);
  return found == fields.end() ? nullptr : &*found;
}

Type common_record(const Type& a, const Type& b) {
  Type out = type_of(Kind::record);
  out.open = a.open || b.open;
  for (const auto& field : a.fields) {
    auto joined = field;
    if (const auto* other = find(b.fields, field.name)) {
      joined.type = common(field.type, other->type);
      joined.lacking += other->lacking;
    } else {
      joined.type.may_be_missing = true;
    }
    out.fields.push_back(std::move(joined));
  }
  for (const auto& field : b.fields) {
    if (find(a.fields, field.name)) continue;
    out.fields.push_back(field);
    out.fields.back().type.may_be_missing = true;
  }
  return out;
}

}  // namespace

Type list_of(Type element) {
  Type type = type_of(Kind::list);
  type.element.push_back(std::move(element));
  return type;
}

std::string to_string(const Type& type) {
  if (type.kind == Kind::list) {
    if (type.element.empty()) return "list";
    return std::string(list_prefix) + to_string(type.element.front());
  }
  return std::string(names[static_cast<std::size_t>(type.kind)]);
}

Type parse_type(std::string_view text) {
  if (text.starts_with(list_prefix)) {
    Type element = parse_type(text.substr(list_prefix.size()));
    if (element.kind == Kind::unknown) return {};
    return list_of(std::move(element));
  }
  for (std::size_t i = 1; i < names.size(); ++i)
    if (names[i] == text && static_cast<Kind>(i) != Kind::list)
      return type_of(static_cast<Kind>(i));
  return {};
}

bool fits(const Type& wanted, const Type& given) {
  const auto fits_all = [](const Type& type) {
    return type.kind == Kind::unknown || type.kind == Kind::anything;
  };
  if (fits_all(wanted) || fits_all(given)) return true;
  if (wanted.kind != given.kind) return false;
  if (wanted.kind != Kind::list || wanted.element.empty() || given.element.empty()) return true;
  return fits(wanted.element.front(), given.element.front());
}

Type common(const Type& a, const Type& b) {
  if (a.kind == Kind::unknown) return b;
  if (b.kind == Kind::unknown) return a;
  Type out = type_of(Kind::anything);
  if (a.kind == b.kind) {
    out = a;
    if (a.kind == Kind::record) out = common_record(a, b);
    if (a.kind == Kind::list) {
      out.element.clear();
      if (a.element.empty())
        out.element = b.element;
      else if (b.element.empty())
        out.element = a.element;
      else
        out.element.push_back(common(a.element.front(), b.element.front()));
    }
  }
  out.may_be_missing = a.may_be_missing || b.may_be_missing;
  if (a.verdicts != b.verdicts) out.verdicts.clear();
  return out;
}

}  // namespace cairn
