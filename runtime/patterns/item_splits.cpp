#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "lang/value.h"
#include "runtime/patterns/item_features.h"
#include "runtime/patterns/item_fields.h"

namespace cairn {
namespace {

constexpr std::size_t least_items = 3;  // On either side.
constexpr std::size_t most_texts = 20;  // Different ones; more are no kinds of items.

using ItemsByValue = std::map<std::string, std::vector<ItemIndex>, std::less<>>;

class SplitList {
 public:
  explicit SplitList(std::size_t items) : items_(items) {}

  void add(std::vector<ItemIndex> items, SharedName name) {
    if (items.size() < least_items || items_ - items.size() < least_items) return;
    const bool turned = items.front() == 0;
    if (turned) items = others(items);
    const auto at = known_.try_emplace(items, splits_.size()).first->second;
    if (at == splits_.size()) splits_.push_back({std::move(items), {}, {}});
    auto& slot = turned ? splits_[at].name_of_others : splits_[at].name;
    if (!slot) slot = std::move(name);
  }
  void add(const std::string& field, ItemsByValue values) {
    for (auto& [value, items] : values) add(std::move(items), {field, value});
  }

  std::vector<ItemSplit> take() { return std::move(splits_); }

 private:
  std::vector<ItemIndex> others(const std::vector<ItemIndex>& items) const {
    std::vector<ItemIndex> made;
    auto next = items.begin();
    for (ItemIndex i = 0; i < items_; ++i) {
      if (next != items.end() && *next == i)
        ++next;
      else
        made.push_back(i);
    }
    return made;
  }

  std::size_t items_;
  std::vector<ItemSplit> splits_;
  std::map<std::vector<ItemIndex>, std::size_t> known_;
};

void add_slice(std::size_t index, const std::string& name, const FailureTable& table,
               SplitList& splits) {
  ItemsByValue values;
  for (ItemIndex i = 0; i < table.items.size(); ++i) {
    const auto& slices = table.items[i]->scored.slices;
    if (index < slices.size() && slices[index]) values[*slices[index]].push_back(i);
  }
  splits.add(name, std::move(values));
}

// Values of one kind, each with its items; nothing if there are too many to be kinds.
template <class Kind, class Said>
ItemsByValue by_value(const ItemField& field, std::size_t most, const Said& said) {
  ItemsByValue values;
  for (ItemIndex i = 0; i < field.values.size(); ++i)
    if (const auto* one = field.values[i] ? field.values[i]->as<Kind>() : nullptr) {
      values[said(*one)].push_back(i);
      if (values.size() > most) return {};
    }
  return values;
}

ItemsByValue by_element(const ItemField& field) {
  std::map<std::string_view, std::vector<ItemIndex>> all;
  for (ItemIndex i = 0; i < field.values.size(); ++i) {
    const auto* list = field.values[i] ? field.values[i]->as<List>() : nullptr;
    if (!list) continue;
    for (const auto& element : *list)
      if (const auto* text = element.as<std::string>()) {
        auto& items = all[*text];
        if (items.empty() || items.back() != i) items.push_back(i);
      }
  }
  std::multimap<std::size_t, std::string_view, std::greater<>> common;
  for (const auto& [text, items] : all) common.emplace(items.size(), text);
  ItemsByValue values;
  for (const auto& [count, text] : common) {
    if (values.size() == most_texts) break;
    values.emplace(text, std::move(all[text]));
  }
  return values;
}

}  // namespace

std::vector<ItemSplit> item_splits(const LoggedRun& run, const FailureTable& table) {
  SplitList splits(table.items.size());
  for (std::size_t i = 0; i < run.plan.slices.size(); ++i)
    add_slice(i, run.plan.slices[i].heading.name, table, splits);
  for (const auto& field : item_fields(run, table)) {
    const auto name = "item." + field.name;
    splits.add(name, by_value<std::string>(field, most_texts, [](const auto& one) { return one; }));
    splits.add(name, by_value<bool>(field, 2, [](bool one) { return one ? "yes" : "no"; }));
    splits.add(name, by_value<Number>(field, most_numbers_by_value,
                                      [](const Number& one) { return shortest(one.value); }));
    splits.add(name, by_element(field));
  }
  return splits.take();
}

}  // namespace cairn
