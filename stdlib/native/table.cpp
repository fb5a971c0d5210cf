// The join between stdlib/*.eval and C++: one line for each native.
#include <algorithm>
#include <array>

#include "stdlib/native/normalize.h"
#include "stdlib/native/number.h"
#include "stdlib/native/operators.h"
#include "stdlib/stdlib.h"

namespace cairn {
namespace {

constexpr Native prepared(Native native, decltype(Native::prepare) prepare) {
  native.prepare = prepare;
  return native;
}

constexpr std::array table = {
    NATIVE(abs),
    NATIVE(average),
    NATIVE(close),
    prepared(NATIVE(contains), prepare_contains),
    NATIVE(ends_with),
    prepared(NATIVE(matches), prepare_matches),
    NATIVE(max),
    prepared(NATIVE(mentions), prepare_mentions),
    NATIVE(min),
    NATIVE(normalized),
    NATIVE(number),
    NATIVE(numbers),
    NATIVE(round),
    NATIVE(same_ignoring_case),
    NATIVE(same_text),
    NATIVE(scaled),
    NATIVE(starts_with),
    NATIVE(sum),
};

static_assert(std::ranges::is_sorted(table, {}, &Native::name),
              "keep the natives in order of name");

}  // namespace

NativeTable natives() { return table; }

}  // namespace cairn
