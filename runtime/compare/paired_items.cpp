#include "runtime/compare/paired_items.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "lang/data/json.h"

namespace cairn {
namespace {

// A field that is missing is not in the log. Inside a list or a record a missing part
// is equal to none, so these are compared as they are written.
bool same_field(const Value* a, const Value* b) {
  const bool no_a = !a || a->is_missing(), no_b = !b || b->is_missing();
  if (no_a || no_b) return no_a && no_b;
  return same(*a, *b) || to_json(*a) == to_json(*b);
}

using ItemsById = std::unordered_map<std::string_view, const LoggedItem*>;

ItemsById items_by_id(const LoggedRun& run) {
  ItemsById found;
  for (const auto& item : run.items) found.emplace(item.scored.id, &item);
  return found;
}

void number_groups(const LoggedRun& before, const LoggedRun& after,
                   std::vector<PairedItem>& pairs) {
  if (!before.grouped() && !after.grouped()) return;
  std::unordered_map<std::string_view, Group> numbers;
  for (auto& pair : pairs) {
    const auto& named = after.grouped() ? pair.after->scored.group : pair.before->scored.group;
    pair.group = numbers.emplace(named, static_cast<Group>(numbers.size())).first->second;
  }
}

}  // namespace

bool same_item(const LoggedRun& a, const LoggedItem& of_a, const LoggedRun& b,
               const LoggedItem& of_b) {
  const auto& others = b.plan.item_fields;
  return std::ranges::all_of(a.plan.item_fields, [&](const std::string& name) {
    if (name == "id" || !std::ranges::binary_search(others, name)) return true;
    return same_field(of_a.fields.find(name), of_b.fields.find(name));
  });
}

PairedItems paired_items(const LoggedRun& before, const LoggedRun& after) {
  PairedItems made;
  auto of_before = items_by_id(before);
  for (const auto& item : after.items) {
    const auto found = of_before.find(item.scored.id);
    if (found == of_before.end()) {
      ++made.only_after;
      continue;
    }
    const auto& earlier = *found->second;
    of_before.erase(found);
    if (!same_item(before, earlier, after, item)) {
      made.changed.push_back(item.scored.id);
      continue;
    }
    if (earlier.score && !item.score) ++made.only_before;
    if (!earlier.score && item.score) ++made.only_after;
    made.pairs.push_back({&earlier, &item});
  }
  made.only_before += of_before.size();
  // Logs of models that were asked have the items in the order in which they were done.
  std::ranges::stable_sort(made.pairs, {},
                           [](const PairedItem& pair) { return pair.after->scored.index; });
  number_groups(before, after, made.pairs);
  return made;
}

}  // namespace cairn
