#include "lang/native.h"

#include <algorithm>

namespace cairn {

const Native* find_native(NativeTable table, std::string_view name) {
  const auto found = std::ranges::lower_bound(table, name, {}, &Native::name);
  return found != table.end() && found->name == name ? &*found : nullptr;
}

}  // namespace cairn
