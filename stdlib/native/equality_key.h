// A text that is equal for equal values and different for others, so that many
// values can be compared through a hash.
#pragma once

#include <string>

#include "lang/value.h"

namespace cairn {

// Numbers are equal when they are the same number, however written (1.0 is 1);
// records when they have the same fields in any order; null is null.
std::string equality_key(const Value& value);

}  // namespace cairn
