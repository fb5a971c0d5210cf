// The join between stdlib/*.eval and C++: one line for each native.
#include <algorithm>
#include <array>

#include "stdlib/native/operators.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

constexpr Native prepared(Native native, decltype(Native::prepare) prepare) {
  native.prepare = prepare;
  return native;
}

constexpr std::array table = {
    prepared(NATIVE(contains), prepare_contains),
    NATIVE(ends_with),
    prepared(NATIVE(matches), prepare_matches),
    prepared(NATIVE(mentions), prepare_mentions),
    NATIVE(same_ignoring_case),
    NATIVE(starts_with),
};

static_assert(std::ranges::is_sorted(table, {}, &Native::name),
              "keep the natives in order of name");

}  // namespace

NativeTable natives() { return table; }

}  // namespace cairn
