#include "runtime/patterns/item_fields.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace cairn {
namespace {

bool names_the_item(const Plan& plan, std::string_view field) {
  return field == "id" || std::ranges::any_of(plan.items_files, [&](const program::ItemsFile& one) {
           return one.id_column == field;
         });
}

}  // namespace

std::vector<ItemField> item_fields(const LoggedRun& run, const FailureTable& table) {
  std::vector<ItemField> fields;
  std::unordered_map<std::string_view, std::size_t> known;
  for (std::size_t i = 0; i < table.items.size(); ++i)
    for (const auto& [name, value] : table.items[i]->fields.fields) {
      const auto at = known.try_emplace(name, fields.size()).first->second;
      if (at == fields.size()) fields.push_back({name, {}});
      auto& values = fields[at].values;
      values.resize(table.items.size());
      values[i] = &value;
    }
  std::erase_if(fields,
                [&](const ItemField& field) { return names_the_item(run.plan, field.name); });
  return fields;
}

}  // namespace cairn
