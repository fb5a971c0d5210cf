// What items have in common and how they differ: what failing is held against.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/patterns/failure_table.h"

namespace cairn {

struct SharedName {
  std::string field, value;  // As GatheredFailures has them.
};

// Some items and all others. At least one of the two has a name; those that are named
// share a value, or a slice.
struct ItemSplit {
  std::vector<ItemIndex> items;  // In order; never the first of all items.
  std::optional<SharedName> name, name_of_others;
};

// Each split once, by the first that makes it: slices, then fields. Of fields: texts
// with at most 20 different values, numbers with at most 8, yes or no, and the 20 most
// common texts in lists. Both sides have at least 3 items.
std::vector<ItemSplit> item_splits(const LoggedRun& run, const FailureTable& table);

struct ItemNumber {
  std::string field;                          // As FailureTrend has it.
  std::vector<std::optional<double>> values;  // Of each item.
  std::vector<double> ranks;                  // Of them, if every item has one; else empty.
};

// Numbers with more than 8 different values; the words of texts, of the answer too,
// and how many a list has, with at least 3.
std::vector<ItemNumber> item_numbers(const LoggedRun& run, const FailureTable& table);

}  // namespace cairn
