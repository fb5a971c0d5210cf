#include "stdlib/native/json.h"

#include <algorithm>
#include <variant>

#include "lang/data/json.h"
#include "lang/nearest.h"
#include "lang/overloaded.h"
#include "stdlib/native/format.h"
#include "stdlib/native/schema/schema.h"

namespace cairn {
namespace {

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto begin = text.find_first_not_of(blanks);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// "line 3, column 7: a `,` or `}` is missing before this"
std::string described(std::string_view text, const JsonMistake& mistake) {
  const auto before = text.substr(0, mistake.offset);
  const auto line = static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1;
  const auto line_begin = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
  const auto column = std::ranges::count_if(before.substr(line_begin), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
  return fmt::format("line {}, column {}: {}", line, column + 1, mistake.what);
}

// Where and what the first mistake is; empty if there is none.
std::string mistake_in(std::string_view text) {
  const auto parsed = parse_json(text, SameKeys::last_counts);
  return parsed ? std::string() : described(text, *parsed.mistake);
}

Value found_json(JsonParse parsed) {
  if (parsed.value.is_missing()) return missing("the JSON is null");
  return std::move(parsed.value);
}

// --- schemas ----------------------------------------------------------------

Result<schema::Schema> schema_of(const Value& written) {
  if (written.as<Record>()) return schema::compile(written);
  const auto* text = written.as<std::string>();
  if (!text)
    return Failure{fmt::format("a schema is a record or a text of JSON, not {}", shown(written))};
  auto parsed = parse_json(without_blanks(*text));
  if (!parsed)
    return Failure{fmt::format("the schema is not JSON: {}",
                               described(without_blanks(*text), *parsed.mistake))};
  return schema::compile(parsed.value);
}

struct NoJson {
  std::string why;
};
using Tested = std::variant<schema::Fits, schema::DoesNotFit, schema::CannotTell, NoJson>;

Tested tested(const schema::Schema& schema, const Value& value, schema::Reasons reasons) {
  const auto widened = [](schema::Outcome outcome) {
    return std::visit([](auto& one) { return Tested(std::move(one)); }, outcome);
  };
  const auto* text = value.as<std::string>();
  if (!text) return widened(schema.test(value, reasons));
  const auto parsed = parse_json(*text, SameKeys::last_counts);
  if (!parsed) return NoJson{"it is not JSON: " + described(*text, *parsed.mistake)};
  return widened(schema.test(parsed.value, reasons));
}

Found<bool> said(const Tested& outcome) {
  return std::visit(
      Overloaded{
          [](const schema::Fits&) -> Found<bool> { return true; },
          [](const schema::CannotTell& open) -> Found<bool> { return Missing{open.why}; },
          [](const auto&) -> Found<bool> { return false; },
      },
      outcome);
}

class PreparedFitsSchema final : public PreparedNative {
 public:
  explicit PreparedFitsSchema(schema::Schema schema) : schema_(std::move(schema)) {}
  Value call(Arguments arguments) const override {
    return NativeType<Found<bool>>::to(
        said(tested(schema_, *arguments[0], schema::Reasons::left_out)));
  }

 private:
  schema::Schema schema_;
};

}  // namespace

Value json(std::string_view passage) {
  const auto whole = without_blanks(passage);
  if (is_json(whole)) return found_json(parse_json(whole, SameKeys::last_counts));
  const auto blocks = code(passage, std::nullopt);
  if (blocks.size() > 1)
    return missing(
        fmt::format("there are {} fenced blocks, and only one can be the JSON", blocks.size()));
  if (blocks.size() == 1) {
    auto parsed = parse_json(blocks.front(), SameKeys::last_counts);
    if (parsed) return found_json(std::move(parsed));
    return missing("the fenced block is not JSON: " + described(blocks.front(), *parsed.mistake));
  }
  if (whole.starts_with('{') || whole.starts_with('['))
    return missing("this is not JSON: " + mistake_in(whole));
  return missing("there is no JSON: the text is something else and has no fenced block");
}

std::string why_not_json(Arguments arguments) {
  return mistake_in(*arguments.front()->as<std::string>());
}

Value field(const Record& whole, std::string_view name) {
  const Value* found = whole.find(name);
  if (found && !found->is_missing()) return *found;
  if (found) return missing(fmt::format("`{}` is null", name));
  std::vector<std::string_view> names;
  for (const auto& one : whole.fields) names.emplace_back(one.first);
  const auto meant = nearest(name, names);
  return missing(meant.empty()
                     ? fmt::format("there is no field `{}`", name)
                     : fmt::format("there is no field `{}`, but there is `{}`", name, meant));
}

bool has(const Record& whole, std::string_view key) { return whole.find(key) != nullptr; }

Texts keys(const Record& whole) {
  Texts out;
  out.reserve(whole.fields.size());
  for (const auto& one : whole.fields) out.push_back(one.first);
  return out;
}

std::string kind(const Value& value) { return std::string(kind_of(value)); }

Found<bool> fits_schema(const Value& value, const Value& schema) {
  const auto compiled = schema_of(schema);
  if (!compiled) return Missing{compiled.error().what};
  return said(tested(*compiled, value, schema::Reasons::left_out));
}

Result<std::unique_ptr<PreparedNative>> prepare_fits_schema(Arguments constants) {
  using Prepared = std::unique_ptr<PreparedNative>;
  if (constants.size() < 2 || !constants[1]) return Result<Prepared>(Prepared());
  auto compiled = schema_of(*constants[1]);
  if (!compiled) return compiled.error();
  return Result<Prepared>(std::make_unique<PreparedFitsSchema>(*std::move(compiled)));
}

std::string why_not_fitting(Arguments arguments) {
  const auto compiled = schema_of(*arguments[1]);
  if (!compiled) return compiled.error().what;
  return std::visit(Overloaded{
                        [](const schema::Fits&) { return std::string(); },
                        [](const schema::DoesNotFit& found) { return found.sentence(); },
                        [](const schema::CannotTell& open) { return open.why; },
                        [](const NoJson& broken) { return broken.why; },
                    },
                    tested(*compiled, *arguments[0], schema::Reasons::wanted));
}

}  // namespace cairn
