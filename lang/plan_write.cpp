#include "lang/plan_write.h"

#include "lang/data/json.h"
#include "lang/overloaded.h"

namespace cairn {

Value PlanWriter::data(const Value& value) {
  return std::visit(
      Overloaded{
          [](const Amount& amount) {
            constexpr std::array<std::string_view, 3> units = {"seconds", "bytes", "usd"};
            Record made;
            made.fields.emplace_back("amount", Value(amount.value));
            made.fields.emplace_back("unit", Value(units[static_cast<std::size_t>(amount.unit)]));
            return Value(std::move(made));
          },
          [](const Media& media) {
            Record made;
            made.fields.emplace_back("media", Value(media.path));
            return Value(std::move(made));
          },
          [](const Record& record) {
            Record made;
            made.fields.emplace_back("record", Value(data(record)));
            return Value(std::move(made));
          },
          [](const List& list) {
            List made;
            for (const auto& element : list) made.push_back(data(element));
            return Value(std::move(made));
          },
          [&](const auto&) { return value; },
      },
      value.data);
}

std::string to_json(const Plan& plan) {
  Plan copy = plan;  // Archives take what they describe by reference.
  Record document;
  document.fields.emplace_back("schema", Value("cairn.plan/1"));
  Value fields = written_value(copy, Notes::kept);
  for (auto& field : std::get<Record>(fields.data).fields)
    document.fields.push_back(std::move(field));
  return to_indented_json(Value(std::move(document))) + "\n";
}

}  // namespace cairn
