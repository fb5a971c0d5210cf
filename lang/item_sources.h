// All items of an eval, whatever block they stand in: one stream, for the
// checker and for runs.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lang/data/items.h"
#include "lang/native.h"
#include "lang/program.h"

namespace cairn {

// The settings of one `items` block, for a reader. `named_in` is the path of the
// `.eval`; without `filtered`, `where` and `take` are left out.
enum class Filtered { no, yes };
ItemOptions item_options(const program::ItemsFile& items, const std::string& named_in,
                         long long seed, NativeTable natives, Filtered filtered);

// Calls `each` with every item that will be asked, those of `item` blocks first,
// then file by file. Stops when `each` gives false.
void for_each_item(const std::vector<program::InlineItem>& inline_items,
                   std::vector<ItemSource>& sources, Diagnostics& diagnostics,
                   const std::function<bool(const Item&, std::string_view path)>& each);

}  // namespace cairn
