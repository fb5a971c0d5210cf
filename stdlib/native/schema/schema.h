// JSON Schema, drafts 7 and 2020-12: the words that test a value. `format` and what
// only describes is not tested; `pattern` is RE2.
//
// A schema is compiled once and then shared by all threads. Neither a hostile schema
// nor a hostile value makes it recurse or run without end.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <variant>

#include "lang/result.h"
#include "lang/value.h"
#include "stdlib/native/schema/keywords.h"

namespace cairn::schema {

struct SchemaOptions {
  Draft draft = Draft::latest;  // Of a schema without `$schema`.
  // Other documents that a `$ref` may lead to, by address. Borrowed; may be null.
  const std::map<std::string, Value, std::less<>>* others = nullptr;
};

struct Fits {};
struct DoesNotFit {
  std::string where;  // As a JSON pointer; empty: the whole.
  std::string what;   // "12 is less than 20"
  std::string sentence() const { return where.empty() ? what : where + ": " + what; }
};
// The schema leads back to itself without end, or asks for too much work.
struct CannotTell {
  std::string why;
};
using Outcome = std::variant<Fits, DoesNotFit, CannotTell>;

enum class Reasons { wanted, left_out };

struct Compiled;

class Schema {
 public:
  explicit Schema(std::unique_ptr<const Compiled> compiled);
  Schema(Schema&&) noexcept;
  ~Schema();

  // The first reason, if there is one.
  Outcome test(const Value& value, Reasons reasons) const;

 private:
  std::unique_ptr<const Compiled> compiled_;
};

// Missing values in a schema are JSON's null. A failure says where the schema is
// wrong: "in the schema at /properties/a: …".
Result<Schema> compile(const Value& schema, const SchemaOptions& options = {});

}  // namespace cairn::schema
