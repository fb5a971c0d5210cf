// A summary back from its JSON, as a run log holds it.
#pragma once

#include "lang/result.h"
#include "lang/value.h"
#include "runtime/summary.h"

namespace cairn {

// Writing what was read gives the same JSON; `named`, which is no part of it, is
// empty. Fails if the schema is another major version or no summary.
Result<Summary> read_summary(const Record& json);

}  // namespace cairn
