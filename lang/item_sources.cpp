#include "lang/item_sources.h"

#include "lang/evaluate.h"
#include "lang/operations.h"

namespace cairn {
namespace {

// Keeps one prepared condition for all rows; std::function wants it copyable.
std::function<bool(const Item&)> holds_for(const Expr& where, NativeTable natives) {
  return [where, natives](const Item& item) {
    const Value record(item.fields);
    Scope scope;
    scope[ScopeName::item] = &record;
    return truth_of(evaluate_once(where, scope, natives)) == Truth::yes;
  };
}

}  // namespace

ItemOptions item_options(const program::ItemsFile& items, const std::string& named_in,
                         long long seed, NativeTable natives, Filtered filtered) {
  const auto columns = [&](const std::vector<std::string>& names) {
    std::vector<ColumnSetting> out;
    for (const auto& name : names) out.push_back({name, items.from_at});
    return out;
  };
  ItemOptions options;
  options.named_in = items.named_in.empty() ? named_in : items.named_in;
  options.from = items.path;
  options.from_at = items.from_at;
  if (!items.id_column.empty()) options.id = ColumnSetting{items.id_column, items.from_at};
  options.media = columns(items.media);
  options.text_from = columns(items.text_from);
  options.lists = columns(items.lists);
  options.split = items.split;
  options.seed = seed;
  if (filtered == Filtered::no) return options;
  if (items.where) options.where = holds_for(*items.where, natives);
  options.take = items.take;
  return options;
}

void for_each_item(const std::vector<program::InlineItem>& inline_items,
                   std::vector<ItemSource>& sources, Diagnostics& diagnostics,
                   const std::function<bool(const Item&, std::string_view path)>& each) {
  for (const auto& one : inline_items) {
    if (one.skip) continue;
    if (!each({.id = one.heading.name, .fields = one.fields, .line = 0}, "")) return;
  }
  for (auto& source : sources) {
    const auto reader = source.read(diagnostics);
    if (!reader) continue;
    while (const auto item = reader->next())
      if (!each(*item, source.path())) return;
  }
}

}  // namespace cairn
