#include "stdlib/native.h"

namespace cairn {

Value argument_does_not_fit(const Value& argument, std::string_view wanted) {
  return missing(
      fmt::format("{} is a {}, not a {}", shown(argument, 40), kind_of(argument), wanted));
}

}  // namespace cairn
