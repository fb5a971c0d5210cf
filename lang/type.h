// The types of expressions and of the fields of items.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

struct FieldType;

struct Type {
  enum class Kind {
    unknown,  // A mistake already reported; fits everywhere, so that one cause is one error.
    text,
    number,
    yes_no,
    list,
    record,
    media,
    duration,
    size,
    money,
    anything,  // Parsed JSON, or rows that differ: every operation is allowed.
  };
  Kind kind = Kind::unknown;
  std::vector<Type> element;          // Of a list: exactly one; anything if nothing is known.
  std::vector<FieldType> fields;      // Of a record, when they are known.
  bool open = true;                   // A record that may have further fields.
  std::vector<std::string> verdicts;  // Of a `verdict`: the texts it can be.
  // May be missing while evaluated: a function that may find nothing, a field
  // that some items lack.
  bool may_be_missing = false;
};

struct FieldType {
  std::string name;
  Type type;
  // How many rows lack it, and the first of them ("videos.jsonl: lines 7, 12, 31").
  std::size_t lacking = 0;
  std::string where_lacking;
  // Likewise, of those that have it: how many hold a text or list with nothing in it.
  std::size_t empty = 0;
  std::string where_empty;
};

inline Type type_of(Type::Kind kind) {
  Type type;
  type.kind = kind;
  return type;
}
Type list_of(Type element);

// "text", "yes/no", "list of text", "record", …: as a `takes:` spells it.
std::string to_string(const Type& type);

// Reads what to_string writes; kind unknown if it is no type.
Type parse_type(std::string_view text);

// Whether a value of type `given` may stand where `wanted` is asked for.
// Unknown and anything fit both ways; verdicts and missing are not looked at.
bool fits(const Type& wanted, const Type& given);

// What both agree on: rows that differ make it anything; fields are joined.
Type common(const Type& a, const Type& b);

}  // namespace cairn
