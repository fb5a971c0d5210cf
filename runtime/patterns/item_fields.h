// The fields of a run's items, one by one.
#pragma once

#include <string>
#include <vector>

#include "runtime/patterns/failure_table.h"

namespace cairn {

struct ItemField {
  std::string name;
  std::vector<const Value*> values;  // Of each item; null where it has none.
};

// In the order in which they are met; without those that only name the item.
std::vector<ItemField> item_fields(const LoggedRun& run, const FailureTable& table);

// Number fields with more different values are not compared value by value but as a
// trend.
inline constexpr std::size_t most_numbers_by_value = 8;

}  // namespace cairn
