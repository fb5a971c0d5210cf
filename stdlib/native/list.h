// Lists taken apart and put in order. Documented in stdlib/list.eval.
#pragma once

#include <memory>

#include "stdlib/native.h"

namespace cairn {

double count(const List& values);
Value first(const List& values);
Value last(const List& values);
Value nth(const List& values, double position);
Result<std::unique_ptr<PreparedNative>> prepare_nth(Arguments constants);
List without_first(const List& values);
List without_last(const List& values);
List unique(const List& values);
Found<List> sort(const List& values);
List reversed(const List& values);

}  // namespace cairn
